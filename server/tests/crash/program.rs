//! The program as the operating system sees it: started, killed, stopped.

use crate::database::Engine;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

/// Making the demo region is part of the first start.
const START_WITHIN: Duration = Duration::from_secs(300);

/// A folder of data and what to start on it.
pub struct Home {
    data: PathBuf,
    engine: Engine,
}

/// Running until killed or stopped.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    pub started_within: Duration,
}

impl Home {
    pub fn new(data: &Path, engine: Engine) -> Self {
        Self { data: data.to_owned(), engine }
    }

    /// Nothing of our own environment reaches the program: a stray setting would be refused.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metodaktiv"));
        command.args(arguments).arg("--data").arg(&self.data).args(["--set", "trusted_proxy=yes"]).env_clear().stdin(Stdio::null());
        if let Engine::Postgres(url) = &self.engine {
            command.env("METODAKTIV_DATABASE_URL", url);
        }
        command
    }

    /// Starts it and waits for its address.
    pub fn start(&self) -> Program {
        let begun = Instant::now();
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let mut child = self.command(&["demo", "--small", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let (tell, told) = mpsc::channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Reads to the end, so that the program never writes into a closed pipe.
        std::thread::spawn(move || {
            lines.map_while(Result::ok).filter_map(|line| address_in(&line)).for_each(|address| {
                let _ = tell.send(address);
            })
        });
        match told.recv_timeout(START_WITHIN) {
            Ok(address) => Program { child, address, started_within: begun.elapsed() },
            Err(_) => {
                let _ = child.kill();
                panic!("the program did not start; its log ends with:\n{}", self.end_of_log());
            }
        }
    }

    fn log(&self) -> PathBuf {
        self.data.join("server.log")
    }

    pub fn end_of_log(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// `metodaktiv audit verify`, beside the running program.
    pub fn journal_must_be_whole(&self) {
        let output = self.command(&["audit", "verify"]).output().unwrap();
        assert!(output.status.success(), "the journal is broken: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    line.split("http://").nth(1)?.split(|c: char| c.is_whitespace() || c == '/').next()?.parse().ok()
}

impl Program {
    /// `kill -9`: no handler runs, nothing is flushed.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As Ctrl-C or a service manager stops it.
    pub fn stop(mut self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "the program ended badly when asked to stop");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
