//! Every component on a few pages, to look at: `cargo run -p ui --example gallery -- DIR`, then serve DIR over HTTP.

mod screens;

use std::{env, fs, io, path::Path};
use ui::assets;

fn main() -> io::Result<()> {
    let target = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let target = Path::new(&target);
    fs::create_dir_all(target.join("assets"))?;
    for (name, page) in screens::all() {
        fs::write(target.join(format!("{name}.html")), page.into_string())?;
    }
    for name in ["app.css", "app.js", "golos.woff2", "favicon.svg", "sign.svg"] {
        let url = assets::asset_url(name);
        if let Some(asset) = assets::find(url) {
            fs::write(target.join(url.trim_start_matches('/')), asset.bytes)?;
        }
    }
    Ok(())
}
