//! A master that sentinels watch. They are asked for its address whenever a connection is made, and once a second after
//! that, since a master that has been replaced may take writes for seconds before it is told.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{join_all, select_ok};
use redis::aio::MultiplexedConnection;
use redis::{ConnectionAddr, ConnectionInfo, ErrorKind, RedisError, RedisResult, Value, cmd};
use tokio::time::{sleep, timeout};

use super::connect_to;
use super::watch::Watch;

/// Time between two looks at whether the sentinels name another master, and the longest a sentinel is waited for then.
/// They look at each other's news every two seconds themselves.
const LOOK: Duration = Duration::from_secs(1);

/// A master's host and port, as a sentinel tells them.
type Place = (String, u16);

/// Sentinels that know a master by its name.
#[derive(Debug)]
pub(in crate::link) struct Sentinels {
    places: Vec<ConnectionInfo>,
    master: String,
    /// The master's credentials and database, to be completed with its address.
    login: ConnectionInfo,
}

impl Sentinels {
    /// `login` has the master's credentials and database; its address is not used.
    pub(super) fn new(places: Vec<ConnectionInfo>, master: String, login: ConnectionInfo) -> Self {
        Self {
            places,
            master,
            login,
        }
    }

    /// A connection to the server that a sentinel names and that says itself that it is a master, and the watch over
    /// whether it still is.
    ///
    /// All sentinels are asked at the same time and the first to lead to a master wins: one that is dead, frozen or
    /// behind the times holds up nobody.
    pub(super) async fn connect_to_master(
        self: &Arc<Self>,
    ) -> RedisResult<(MultiplexedConnection, Watch)> {
        let attempts = self.lines().map(|line| self.by_way_of(line).boxed());
        let ((connection, place), _others) = select_ok(attempts).await?;
        let watch = Watch::until(until_replaced(Arc::clone(self), place));
        Ok((connection, watch))
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        self.places.iter().cloned().map(Line::new)
    }

    async fn by_way_of(&self, mut line: Line) -> RedisResult<(MultiplexedConnection, Place)> {
        let place = line.ask_for(&self.master).await?;
        let address = ConnectionAddr::Tcp(place.0.clone(), place.1);
        let mut connection = connect_to(self.login.clone().set_addr(address)).await?;
        require_master(&mut connection).await?;
        Ok((connection, place))
    }
}

/// A sentinel, with the connection to it if there is one.
struct Line {
    sentinel: ConnectionInfo,
    connection: Option<MultiplexedConnection>,
}

impl Line {
    fn new(sentinel: ConnectionInfo) -> Self {
        let connection = None;
        Self {
            sentinel,
            connection,
        }
    }

    async fn ask_for(&mut self, master: &str) -> RedisResult<Place> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect_to(self.sentinel.clone()).await?,
        };
        let place: Option<Place> = cmd("SENTINEL")
            .arg("GET-MASTER-ADDR-BY-NAME")
            .arg(master)
            .query_async(&mut connection)
            .await?;
        self.connection = Some(connection);
        place.ok_or_else(|| {
            let kind = ErrorKind::MasterNameNotFoundBySentinel;
            RedisError::from((kind, "the sentinel knows no master of that name"))
        })
    }
}

/// During a failover a sentinel may still name the old master, which may be a replica already.
///
/// See "Guidelines for Redis clients with support for Redis Sentinel", step 3, in Redis' manual.
async fn require_master(connection: &mut MultiplexedConnection) -> RedisResult<()> {
    let role: Vec<Value> = cmd("ROLE").query_async(connection).await?;
    let role: Option<String> = match role.into_iter().next() {
        Some(role) => redis::from_redis_value(role)?,
        None => None,
    };
    if role.as_deref() == Some("master") {
        Ok(())
    } else {
        Err(io::Error::other("the server the sentinel names is not a master").into())
    }
}

/// Ends when most of the sentinels that answer name another master than `place`.
async fn until_replaced(sentinels: Arc<Sentinels>, place: Place) {
    let mut lines: Vec<Line> = sentinels.lines().collect();
    loop {
        sleep(LOOK).await;
        let asked = lines
            .iter_mut()
            .map(|line| timeout(LOOK, line.ask_for(&sentinels.master)));
        let named = join_all(asked).await.into_iter().flatten().flatten();
        let (same, other): (Vec<_>, Vec<_>) = named.partition(|named| *named == place);
        if other.len() > same.len() {
            tracing::info!(master = sentinels.master, "Redis has a new master");
            return;
        }
    }
}
