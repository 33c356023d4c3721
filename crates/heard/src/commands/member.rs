//! `heard member invite`

use domain::Role;

use crate::config::Settings;
use crate::{opening, print};

/// Invites somebody and prints the one-time link.
pub(crate) async fn invite(settings: &Settings, name: &str, role: Role) -> anyhow::Result<bool> {
    let house = opening::existing_house(settings).await?;
    let link = house.invite(None, name, role).await?;
    house.close().await;
    print::result(format_args!(
        "{}/en/invitation/{}",
        settings.address(),
        link.token
    ));
    print::aside("This link works once, for three days. Give it to this person only.");
    if role.holds_team_key() {
        print::aside(
            "Somebody who holds the team's key then hands it over, on the desk's page of members.",
        );
    }
    Ok(true)
}
