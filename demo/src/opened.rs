//! Open data as the coordinator published them, and the lists that programs read.

use crate::personas;
use exchange::open_data::{self, Dataset};
use kernel::Result;
use web::App;

/// Makes them.
pub fn build(app: &App) -> Result<()> {
    let coordinator = personas::actor(app, "coordinator")?;
    let zone = app.clock().zone().clone();
    for dataset in [Dataset::Places, Dataset::Activities, Dataset::Quotas, Dataset::Indicators] {
        app.db.write(|tx| open_data::publish(tx, &coordinator.by(), dataset, "", &zone))?;
    }
    exchange::refresh(&app.db).map(drop)
}
