use std::time::Duration;

use redis::{Cmd, FromRedisValue, Value};
use tokio::time::timeout;

use super::handle::Handle;
use super::{Link, LinkError, converted};

/// A connection of its caller's own, made by [`Link::dedicated`], for commands that block at the server such as
/// `XREAD BLOCK`: they hold up nobody else.
///
/// It knows no circuit breaker: it is for a caller that has its own rhythm of trying again.
#[derive(Debug)]
pub struct Dedicated {
    link: Link,
    /// Taken out while a command is under way, so that a connection on which an answer is outstanding is not used again.
    connection: Option<Handle>,
}

impl Dedicated {
    pub(super) async fn connected(link: Link) -> Result<Self, LinkError> {
        let mut dedicated = Self {
            link,
            connection: None,
        };
        dedicated.connection = Some(dedicated.connect().await?);
        Ok(dedicated)
    }

    /// Sends one command and waits until `deadline` has passed; a command that blocks for a time needs a deadline above
    /// that time. After a failure, or if the call was cancelled, the next call connects anew, within its deadline.
    ///
    /// # Errors
    /// As [`Link::run`], without [`LinkError::Open`].
    pub async fn run<T: FromRedisValue>(
        &mut self,
        command: &Cmd,
        deadline: Duration,
    ) -> Result<T, LinkError> {
        match timeout(deadline, self.exchange(command)).await {
            Ok(answer) => converted(answer?),
            Err(_) => Err(LinkError::Deadline(deadline)),
        }
    }

    async fn exchange(&mut self, command: &Cmd) -> Result<Value, LinkError> {
        let mut connection = match self.connection.take() {
            Some(connection) if !connection.is_superseded() => connection,
            _ => self.connect().await?,
        };
        let answer = command
            .query_async(&mut connection)
            .await
            .map_err(LinkError::Redis);
        if !answer.as_ref().is_err_and(LinkError::is_away) {
            self.connection = Some(connection);
        }
        answer
    }

    async fn connect(&self) -> Result<Handle, LinkError> {
        let connector = &self.link.shared.connector;
        connector.dedicated().await.map_err(LinkError::Connect)
    }
}
