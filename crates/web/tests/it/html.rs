//! A small, strict reader of our own HTML: enough to find what a browser or the security policy would refuse.

use std::collections::HashSet;

const VOID: [&str; 8] = ["meta", "link", "input", "br", "hr", "img", "use", "wbr"];

/// Everything wrong with a page; empty when it is sound.
pub(crate) fn faults(page: &str) -> Vec<String> {
    let mut reader = Reader {
        rest: page,
        open: Vec::new(),
        ids: HashSet::new(),
        refers: Vec::new(),
        faults: Vec::new(),
    };
    reader.read();
    reader.faults
}

struct Reader<'a> {
    rest: &'a str,
    open: Vec<String>,
    ids: HashSet<String>,
    refers: Vec<String>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    fn read(&mut self) {
        if !self.rest.starts_with("<!doctype html>") {
            self.fault("no doctype");
        }
        if self.rest.contains('\u{27e6}') {
            let at = self.rest.find('\u{27e6}').unwrap_or_default();
            let key: String = self.rest[at..].chars().take(60).collect();
            self.fault(format!("a message is missing: {key}"));
        }
        while let Some(start) = self.rest.find('<') {
            if self.rest[..start].contains('>') {
                self.fault(format!("a loose > in {:?}", &self.rest[..start]));
            }
            self.rest = &self.rest[start..];
            if let Some(rest) = self.rest.strip_prefix("<!") {
                self.rest = rest.split_once('>').map_or("", |(_, rest)| rest);
            } else if let Some(rest) = self.rest.strip_prefix("</") {
                let (name, rest) = rest.split_once('>').unwrap_or((rest, ""));
                if self.open.pop().as_deref() != Some(name) {
                    self.fault(format!("</{name}> closes nothing that is open"));
                }
                self.rest = rest;
            } else {
                self.tag();
            }
        }
        for name in std::mem::take(&mut self.open) {
            self.fault(format!("<{name}> is never closed"));
        }
        for id in std::mem::take(&mut self.refers) {
            if !self.ids.contains(&id) {
                self.fault(format!("nothing has the id {id:?}"));
            }
        }
    }

    fn tag(&mut self) {
        let body = &self.rest[1..];
        let name_end = body
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(body.len());
        let name = body[..name_end].to_owned();
        let mut rest = &body[name_end..];
        let mut attributes: Vec<(String, Option<String>)> = Vec::new();
        let closed = loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                rest = after;
                break true;
            }
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break false;
            }
            let end =
                rest.find(|letter: char| letter == '=' || letter == '>' || letter.is_whitespace());
            let Some(end) = end else {
                self.fault(format!("<{name} never ends"));
                break false;
            };
            let attribute = rest[..end].to_owned();
            rest = &rest[end..];
            let value = rest
                .strip_prefix("=\"")
                .and_then(|value| value.split_once('"'));
            if let Some((value, after)) = value {
                attributes.push((attribute, Some(value.to_owned())));
                rest = after;
            } else if rest.starts_with('=') {
                self.fault(format!("<{name} {attribute}: a value without quotes"));
                rest = &rest[1..];
            } else {
                attributes.push((attribute, None));
            }
        };
        self.rest = rest;
        self.attributes(&name, &attributes);
        if closed || VOID.contains(&name.as_str()) {
            return;
        }
        match name.as_str() {
            "script" => match self.rest.strip_prefix("</script>") {
                Some(after) => self.rest = after,
                None => self.fault("an inline script"),
            },
            // Text, whatever stands in it.
            "textarea" => {
                let after = self.rest.split_once("</textarea>");
                self.rest = after.map_or("", |(_, after)| after);
            }
            "style" => self.fault("an inline style"),
            _ => self.open.push(name),
        }
    }

    fn attributes(&mut self, name: &str, attributes: &[(String, Option<String>)]) {
        let mut seen = HashSet::new();
        for (attribute, value) in attributes {
            let value = value.as_deref().unwrap_or("");
            if !seen.insert(attribute.as_str()) {
                self.fault(format!("<{name}> has {attribute} twice"));
            }
            if attribute == "style" || attribute.starts_with("on") {
                self.fault(format!(
                    "<{name}> has {attribute}, which the policy refuses"
                ));
            }
            match attribute.as_str() {
                "id" if !self.ids.insert(value.to_owned()) => {
                    self.fault(format!("two have the id {value:?}"));
                }
                "for" | "aria-describedby" | "aria-labelledby" => {
                    self.refers.extend(value.split(' ').map(str::to_owned));
                    if value.is_empty() {
                        self.fault(format!("<{name}> has an empty {attribute}"));
                    }
                }
                "href" if value.len() > 1 && value.starts_with('#') => {
                    self.refers.push(value[1..].to_owned());
                }
                "href" | "src" | "action" | "formaction" => {
                    let ours = value.starts_with('/') && !value.starts_with("//");
                    if !ours && !value.starts_with("tel:") && !value.starts_with('#') {
                        self.fault(format!("<{name} {attribute}={value:?}> leads elsewhere"));
                    }
                }
                _ => {}
            }
        }
        if name == "script" && !seen.contains("src") {
            self.fault("a script without an address");
        }
        if name == "html" && !(seen.contains("lang") && seen.contains("dir")) {
            self.fault("no lang or dir");
        }
    }
}

#[test]
fn faults_are_found() {
    let page = |body: &str| {
        faults(&format!(
            "<!doctype html><html lang=\"en\" dir=\"ltr\"><body>{body}</body></html>"
        ))
    };
    assert_eq!(
        page("<p id=\"a\">x</p><input value=\"1 > 0\"><textarea><b></textarea>"),
        [""; 0]
    );
    for wrong in [
        "<p>",
        "</p>",
        "<p style=\"color:red\">x</p>",
        "<a href=\"/x\" onclick=\"x()\">x</a>",
        "<script>x()</script>",
        "<img src=\"https://example.org/x.png\">",
        "<img src=\"//example.org/x.png\">",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<label for=\"nothing\">x</label>",
        "\u{27e6}key\u{27e7}",
        "<p class=x>x</p>",
    ] {
        assert!(!page(wrong).is_empty(), "{wrong}");
    }
}
