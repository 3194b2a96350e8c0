//! Which roles a process plays.

/// The roles of one process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Roles {
    /// The data plane.
    pub gateway: bool,
    /// Consumers and jobs.
    pub worker: bool,
    /// REST, WebSocket, dashboard.
    pub api: bool,
}

impl Roles {
    /// All of them: the default.
    pub const ALL: Self = Self { gateway: true, worker: true, api: true };

    /// Reads `gateway,worker,api`.
    ///
    /// # Errors
    /// A word that is no role, or none at all; the text says which there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut roles = Self { gateway: false, worker: false, api: false };
        for word in text.split(',').map(str::trim) {
            match word {
                "gateway" => roles.gateway = true,
                "worker" => roles.worker = true,
                "api" => roles.api = true,
                _ => return Err("write roles with commas between them: gateway, worker, api".to_owned()),
            }
        }
        Ok(roles)
    }

    /// The roles that are not played here, with commas between them.
    pub fn missing(self) -> String {
        let played = [(self.gateway, "gateway"), (self.worker, "worker"), (self.api, "api")];
        played.iter().filter(|(here, _)| !here).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    }
}
