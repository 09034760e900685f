//! Where a cluster's scheduler listens, and how finely its work is parted.

use std::fmt;
use std::str::FromStr;

/// The address of a scheduler: `ballista://host:port`, with the number of parts as `?partitions=N`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Name or number of the machine.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Into how many parts the files and the groups are dealt out; each is the work of one core.
    pub partitions: usize,
}

/// Ballista's own.
const PORT: u16 = 50050;
const PARTITIONS: usize = 16;

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Address, String> {
        let wrong = || {
            format!("expected ballista://host:port or ballista://host:port?partitions=N, found \"{text}\"")
        };
        let rest = text.strip_prefix("ballista://").ok_or_else(wrong)?;
        let (place, partitions) = match rest.split_once('?') {
            Some((place, option)) => {
                let count = option.strip_prefix("partitions=").and_then(|count| count.parse().ok());
                (place, count.filter(|count| *count > 0).ok_or_else(wrong)?)
            }
            None => (rest, PARTITIONS),
        };
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
            None => (place, PORT),
        };
        if host.is_empty() { Err(wrong()) } else { Ok(Address { host: host.to_owned(), port, partitions }) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ballista://{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_its_defaults() {
        let address = |host: &str, port, partitions| Ok(Address { host: host.to_owned(), port, partitions });
        assert_eq!("ballista://here".parse(), address("here", 50050, 16));
        assert_eq!("ballista://10.0.0.7:5/".parse(), address("10.0.0.7", 5, 16));
        assert_eq!("ballista://here:5?partitions=300".parse(), address("here", 5, 300));
        for wrong in [
            "http://here",
            "ballista://",
            "ballista://here:x",
            "ballista://here?partitions=0",
            "ballista://h?x=1",
        ] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }
}
