//! What a browser transfers for a page it has never seen: the page, its style, scripts, icons, and the fonts whose
//! letters the page uses.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::Order;
use crate::http::Client;
use crate::program::{self, Program};

/// Pages that everybody may see.
const PAGES: [&str; 6] = ["", "report", "status", "figures", "how-we-count", "ledger"];
const LANGUAGES: [&str; 3] = ["en", "ur", "ar"];

/// Bytes over the wire, heads included.
#[derive(Default)]
struct Weight {
    page: usize,
    style: usize,
    scripts: usize,
    images: usize,
    fonts: usize,
}

impl Weight {
    const fn sum(&self) -> usize {
        self.page + self.style + self.scripts + self.images + self.fonts
    }
}

pub(crate) fn measure(order: &Order) -> anyhow::Result<String> {
    let folder = program::folder()?;
    let program = Program::start(&order.program, folder.path())?;
    program.found()?;
    let mut text = String::from(
        "### Transferred bytes, for a browser with nothing kept\n\n\
         | page | language | page | style | scripts | images | fonts | in all (br) | in all (gzip) |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for page in PAGES {
        for language in LANGUAGES {
            let path = format!("/{language}/{page}");
            let brotli = weigh(&mut program.client(), &path, "br")?;
            let gzip = weigh(&mut program.client(), &path, "gzip")?;
            writeln!(
                text,
                "| {} | {language} | {} | {} | {} | {} | {} | **{:.1} kB** | {:.1} kB |",
                if page.is_empty() { "home" } else { page },
                brotli.page,
                brotli.style,
                brotli.scripts,
                brotli.images,
                brotli.fonts,
                brotli.sum() as f64 / 1e3,
                gzip.sum() as f64 / 1e3,
            )?;
        }
    }
    program.stop()?;
    Ok(text.trim_end().to_owned())
}

fn weigh(client: &mut Client, path: &str, encoding: &str) -> anyhow::Result<Weight> {
    let plain = client.get(path)?.expect(200, path)?.text();
    let mut weight = Weight {
        page: transferred(client, path, encoding)?,
        ..Weight::default()
    };
    for address in assets(&plain) {
        let bytes = transferred(client, &address, encoding)?;
        let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
        match address.rsplit('.').next() {
            Some("css") => {
                weight.style += bytes;
                let css = client.get(&address)?.expect(200, &address)?.text();
                for font in fonts(&css, &plain) {
                    weight.fonts += transferred(client, &format!("{folder}/{font}"), encoding)?;
                }
            }
            Some("js") => {
                weight.scripts += bytes;
                // What a module imports comes too.
                let script = client.get(&address)?.expect(200, &address)?.text();
                for import in imports(&script, folder) {
                    weight.scripts += transferred(client, &import, encoding)?;
                }
            }
            Some("woff2") => weight.fonts += bytes,
            _ => weight.images += bytes,
        }
    }
    Ok(weight)
}

fn transferred(client: &mut Client, path: &str, encoding: &str) -> anyhow::Result<usize> {
    Ok(client
        .get_encoded(path, encoding)?
        .expect(200, path)?
        .transferred)
}

/// Addresses of our own assets that a page names, each once, without what stands after `#`.
fn assets(page: &str) -> BTreeSet<String> {
    page.split(['"', '\''])
        .filter(|text| text.starts_with("/assets/"))
        .filter_map(|address| address.split('#').next())
        .map(str::to_owned)
        .collect()
}

/// What a module imports from the same folder.
fn imports(script: &str, folder: &str) -> BTreeSet<String> {
    script
        .split(['"', '\''])
        .filter_map(|text| text.strip_prefix("./"))
        .filter(|name| {
            name.rsplit_once('.')
                .is_some_and(|(_, ending)| ending == "js")
        })
        .map(|name| format!("{folder}/{name}"))
        .collect()
}

/// The fonts of a style that a browser fetches for this page: those of its language's family whose range holds one of
/// its letters. The names of the languages are drawn in the reader's own font.
fn fonts(css: &str, page: &str) -> Vec<String> {
    let (before, rest) = page
        .split_once("<nav class=\"languages\"")
        .unwrap_or((page, ""));
    let after = rest.split_once("</nav>").map_or("", |(_, after)| after);
    let letters: BTreeSet<u32> = [shown(before), shown(&format!("<body>{after}"))]
        .concat()
        .chars()
        .map(u32::from)
        .collect();
    let naskh = ["lang=\"ar\"", "lang=\"ur\""]
        .iter()
        .any(|lang| page.split('>').take(2).any(|tag| tag.contains(lang)));
    css.split("@font-face")
        .skip(1)
        .filter_map(|face| {
            let face = face.split('}').next()?;
            if face.contains("Naskh") != naskh {
                return None;
            }
            let address = program::between(face, "url(", &[')'])?.trim_matches(['"', '\'']);
            let used = match program::between(face, "unicode-range:", &[';', '}']) {
                Some(ranges) => ranges.split(',').filter_map(range).any(|(from, to)| {
                    // The space is in every text; a browser fetches no font for it alone.
                    letters.range(from..=to).any(|letter| *letter > 0x20)
                }),
                None => true,
            };
            used.then(|| address.to_owned())
        })
        .collect()
}

/// `U+20-7E` or `U+A0`.
fn range(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().strip_prefix("U+")?;
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((
        u32::from_str_radix(from, 16).ok()?,
        u32::from_str_radix(to, 16).ok()?,
    ))
}

/// The text of a page without its tags; nothing that isn't shown can make a browser fetch a font.
fn shown(page: &str) -> String {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let mut text = String::new();
    for piece in body.split('<') {
        if let Some((_, after)) = piece.split_once('>') {
            text.push_str(after);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fonts_with_letters_of_the_page_are_fetched() {
        let css = "@font-face { src: url(\"a.woff2\"); unicode-range: U+20-7E, U+A0; } \
                   @font-face { src: url(b.woff2); unicode-range: U+20, U+621-63A; }";
        assert_eq!(
            fonts(css, "<body title=\"سلام\"><p>Hello you</p>"),
            ["a.woff2"]
        );
        assert_eq!(fonts(css, "<body><p>سلام</p>"), ["b.woff2"]);
    }

    #[test]
    fn assets_and_imports_are_found_once() {
        let page = "<link href=\"/assets/1/a.css\"><use href=\"/assets/1/i.svg#x\"/><use href='/assets/1/i.svg#y'/>";
        assert_eq!(
            assets(page).into_iter().collect::<Vec<_>>(),
            ["/assets/1/a.css", "/assets/1/i.svg"]
        );
        assert_eq!(
            imports("import {a} from \"./b.js\";", "/assets/1")
                .into_iter()
                .collect::<Vec<_>>(),
            ["/assets/1/b.js"]
        );
    }
}
