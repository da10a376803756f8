//! Prints every kind with sample data into a folder, to look at: `cargo run -p documents --example print -- FOLDER`.

use documents::{Documents, Template, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).ok_or("say a folder")?);
    std::fs::create_dir_all(&folder)?;
    let documents = Documents::new(None);
    let made_at = "2026-11-23T04:00:00Z".parse()?;
    for template in Template::ALL {
        for (suffix, data) in [("", samples::full(template)), ("_bare", samples::bare(template))] {
            let pdf = documents.render(template, &data, made_at)?;
            std::fs::write(folder.join(template.file_name().replace(".typ", &format!("{suffix}.pdf"))), pdf.bytes)?;
        }
    }
    Ok(())
}
