//! As much of a browser as the driver needs: cookies, forms, one connection per request, and certainty about whether an answer came.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(30);
const EDGE: &str = "----metodaktiv-crash-edge";

/// A form as it was sent: what the button «отправить ещё раз» sends.
#[derive(Debug, Clone)]
pub struct Form {
    pub path: String,
    kind: String,
    body: Vec<u8>,
}

impl Form {
    /// With a fresh key.
    pub fn new(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("_key", &fresh_key());
        form.extend_pairs(fields);
        Self { path: path.into(), kind: "application/x-www-form-urlencoded".into(), body: form.finish().into_bytes() }
    }

    /// With a file, as `multipart/form-data`.
    pub fn with_file(path: impl Into<String>, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Self {
        let key = fresh_key();
        let mut text = String::new();
        for (field, value) in fields.iter().chain([&("_key", key.as_str())]) {
            let _ = write!(text, "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }
        let _ = write!(text, "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        let body = [text.as_bytes(), content, format!("\r\n--{EDGE}--\r\n").as_bytes()].concat();
        Self { path: path.into(), kind: format!("multipart/form-data; boundary={EDGE}"), body }
    }
}

fn fresh_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// What came back, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head.lines().filter_map(move |line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    pub fn location(&self) -> &str {
        self.header("location").next().unwrap_or_default()
    }

    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A visitor with cookies; finds the program again at whatever address it has after a restart.
#[derive(Debug)]
pub struct Visitor {
    pub address: SocketAddr,
    /// Where the proxy says this visitor comes from: brakes count by it.
    pub comes_from: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub fn new(address: SocketAddr, comes_from: String) -> Self {
        Self { address, comes_from, cookies: BTreeMap::new() }
    }

    pub fn open(&mut self, path: &str) -> io::Result<Answer> {
        self.exchange(format!("GET {path} HTTP/1.1\r\n"), &[])
    }

    pub fn send(&mut self, form: &Form) -> io::Result<Answer> {
        let start = format!("POST {} HTTP/1.1\r\nOrigin: http://{}\r\nContent-Type: {}\r\nContent-Length: {}\r\n", form.path, self.address, form.kind, form.body.len());
        self.exchange(start, &form.body)
    }

    /// The cookies as a request's head carries them.
    pub fn jar(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn exchange(&mut self, start: String, body: &[u8]) -> io::Result<Answer> {
        let head = format!("{start}Host: {}\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n", self.address, self.comes_from, self.jar());
        let mut stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw)?;
        let answer = whole(&raw)?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.header("set-cookie") {
            if let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// An answer that was cut off is no answer.
fn whole(raw: &[u8]) -> io::Result<Answer> {
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(cut)?;
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(cut)?;
    let answer = Answer { status, head, body: raw[end + 4..].to_vec() };
    let announced = answer.header("content-length").next().and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length != answer.body.len()) { Err(cut()) } else { Ok(answer) }
}

/// The value of the first attribute by that name after a mark.
pub fn value_after<'a>(html: &'a str, mark: &str, attribute: &str) -> Option<&'a str> {
    let rest = &html[html.find(mark)? + mark.len()..];
    let start = rest.find(&format!("{attribute}=\""))? + attribute.len() + 2;
    rest[start..].split('"').next()
}

/// Every address that a page links to.
pub fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// The form whose part of the page says a text (what stands before a form explains it): its address and its fields.
pub fn form_that_says(html: &str, text: &str) -> Option<Form> {
    let part = html.split("</form>").find(|part| part.contains("<form") && part.contains(text))?;
    let form = &part[part.rfind("<form")?..];
    let path = value_after(form, "<form", "action")?;
    let fields: Vec<(&str, &str)> = form.split("name=\"").skip(1).filter_map(|rest| Some((rest.split('"').next()?, value_after(rest.split('>').next()?, "\"", "value")?))).filter(|(name, _)| *name != "_key").collect();
    Some(Form::new(path, &fields))
}
