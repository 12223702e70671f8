//! Queries of diesel with a name.

use diesel::{
    QueryResult,
    dsl::Limit,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    query_dsl::methods::LimitDsl,
};
use diesel_async::{
    AsyncPgConnection, RunQueryDsl,
    methods::{ExecuteDsl, LoadQuery},
};
use futures::{FutureExt as _, future::BoxFuture};

use super::{
    sent::Composed,
    timed::{push_name, timed},
};

/// Gives a query its name, without which it cannot be sent: `users::table.find(id).named("accounts.by_id").first(connection)`.
pub trait Name: QueryFragment<Pg> + Sized {
    /// The query under the name `room.what`.
    fn named(self, name: &'static str) -> Named<Self> {
        Named { name, query: self }
    }
}

impl<Q: QueryFragment<Pg>> Name for Q {}

/// A query and the name under which its times are kept and PostgreSQL sees it.
#[derive(Debug, Clone, Copy)]
#[must_use = "a query does nothing before it is sent"]
pub struct Named<Q> {
    name: &'static str,
    query: Q,
}

/// The futures are boxed: the compiler does not see that one of so general a type may go to another thread.
#[expect(clippy::disallowed_methods, reason = "here they have their names")]
impl<Q: QueryFragment<Pg>> Named<Q> {
    /// Gives all rows.
    pub fn load<'a, Row>(
        self,
        connection: &'a mut AsyncPgConnection,
    ) -> BoxFuture<'a, QueryResult<Vec<Row>>>
    where
        Self: LoadQuery<'a, AsyncPgConnection, Row> + 'a,
        Row: Send + 'a,
    {
        let sent = Composed::of(self.name, &self.query);
        timed(sent, Vec::len, RunQueryDsl::load(self, connection)).boxed()
    }

    /// Gives the only row.
    pub fn get_result<'a, Row>(
        self,
        connection: &'a mut AsyncPgConnection,
    ) -> BoxFuture<'a, QueryResult<Row>>
    where
        Self: LoadQuery<'a, AsyncPgConnection, Row> + 'a,
        Row: Send + 'a,
    {
        let sent = Composed::of(self.name, &self.query);
        timed(sent, |_| 1, RunQueryDsl::get_result(self, connection)).boxed()
    }

    /// Gives the first row, and asks for no more.
    pub fn first<'a, Row>(
        self,
        connection: &'a mut AsyncPgConnection,
    ) -> BoxFuture<'a, QueryResult<Row>>
    where
        Q: LimitDsl,
        Limit<Q>: QueryFragment<Pg>,
        Named<Limit<Q>>: LoadQuery<'a, AsyncPgConnection, Row> + 'a,
        Row: Send + 'a,
    {
        let Self { name, query } = self;
        let query = query.limit(1);
        Named { name, query }.get_result(connection)
    }

    /// Gives the number of rows that were changed.
    pub fn execute<'a>(
        self,
        connection: &'a mut AsyncPgConnection,
    ) -> BoxFuture<'a, QueryResult<usize>>
    where
        Self: ExecuteDsl<AsyncPgConnection> + 'a,
    {
        let sent = Composed::of(self.name, &self.query);
        timed(sent, |count| *count, RunQueryDsl::execute(self, connection)).boxed()
    }
}

impl<Q: Query> Query for Named<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Named<Q> {
    type QueryId = ();
    // Prepared statements are found again by their text: two names may stand before the same query.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Named<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_name(self.name, &mut out);
        self.query.walk_ast(out)
    }
}
