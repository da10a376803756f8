//! Where to go after a login: to a page of ours or to the desk, never anywhere else.

/// Home of everybody who is logged in.
pub const HOME: &str = "/desk";
const LONGEST: usize = 500;

/// A path of ours as it came in `next=`; whatever isn't one is the desk.
pub fn local(raw: &str) -> &str {
    let visible = raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let ours = raw.starts_with('/') && !raw.starts_with("//") && raw.len() <= LONGEST;
    let comes_back = ["/login", "/logout", "/reset", "/demo", "/session"].iter().any(|path| raw.starts_with(path));
    if visible && ours && !comes_back { raw } else { HOME }
}

/// A page of the login that goes on to `next` afterwards.
pub fn then(path: &str, next: &str) -> String {
    if next == HOME { path.to_owned() } else { format!("{path}?next={}", ui::url::encode(next)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_ours_are_kept_with_their_query() {
        for path in ["/", "/applications/7?tab=files", "/places/mo-bikin", "/members?q=%D0%B8"] {
            assert_eq!(local(path), path);
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site_or_in_a_circle() {
        let long = format!("/{}", "a".repeat(600));
        for raw in ["", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil", "/login?next=/", "/logout", "evil", "/я", &long] {
            assert_eq!(local(raw), HOME, "{raw:?}");
        }
    }

    #[test]
    fn the_desk_needs_no_mention() {
        assert_eq!(then("/login/code", HOME), "/login/code");
        assert_eq!(then("/login/code", "/orders?q=1&p=2"), "/login/code?next=%2Forders%3Fq%3D1%26p%3D2");
    }
}
