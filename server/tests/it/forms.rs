//! Forms of a page as a browser sees them.

/// A field and what a browser would send for it untouched.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: String,
    pub value: String,
    /// Whether a browser sends it as it stands (a box that is not ticked isn't sent).
    pub is_sent: bool,
}

#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub is_post: bool,
    pub fields: Vec<Field>,
}

/// All forms of a page.
pub fn forms(html: &str, path: &str) -> Vec<Form> {
    html.split("<form").skip(1).map(|rest| form(rest.split("</form>").next().unwrap_or_default(), path)).collect()
}

fn form(html: &str, path: &str) -> Form {
    let (head, body) = html.split_once('>').unwrap_or((html, ""));
    let action = attribute(head, "action").filter(|action| !action.is_empty()).unwrap_or_else(|| path.to_owned());
    Form { action, is_post: attribute(head, "method").is_some_and(|method| method == "post"), fields: fields(body) }
}

fn fields(html: &str) -> Vec<Field> {
    let mut found = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, inside) = piece.split_once('>').unwrap_or((piece, ""));
        let name = attribute(tag, "name").unwrap_or_default();
        let value = attribute(tag, "value").unwrap_or_default();
        match tag.split([' ', '\n']).next().unwrap_or_default() {
            "input" => {
                let kind = attribute(tag, "type").unwrap_or_else(|| "text".into());
                let ticks = matches!(kind.as_str(), "radio" | "checkbox");
                found.push(Field { name, value, is_sent: !ticks || has(tag, "checked"), kind });
            }
            "textarea" => found.push(Field { name, kind: "textarea".into(), value: plain(inside), is_sent: true }),
            "select" => found.push(Field { name, kind: "select".into(), value: String::new(), is_sent: true }),
            "option" => {
                let chosen = has(tag, "selected");
                if let Some(select) = found.last_mut().filter(|field: &&mut Field| field.kind == "select" && (chosen || field.value.is_empty())) {
                    select.value = value;
                }
            }
            "button" if !name.is_empty() => found.push(Field { name, kind: "button".into(), value, is_sent: false }),
            _ => {}
        }
    }
    found.retain(|field| !field.name.is_empty());
    found
}

/// Addresses that a page leads to, ours only.
pub fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(plain)
        .filter(|href| href.starts_with('/') && !href.starts_with("/assets/"))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

fn has(tag: &str, word: &str) -> bool {
    tag.split([' ', '\n', '/']).any(|part| part == word)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    rest.split('"').next().map(plain)
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// A path with what differs from record to record taken out: one of each is enough.
pub fn pattern(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_id = |part: &str| part.len() > 30 || part.starts_with("mo-") || part.starts_with("sch-") || (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let path: Vec<&str> = path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect();
    let mut keys: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    keys.sort_unstable();
    format!("{}?{}", path.join("/"), keys.join("&"))
}
