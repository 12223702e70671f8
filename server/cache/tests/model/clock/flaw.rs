//! Ways to get the protocol wrong, each of which looks reasonable until it is searched.

/// One departure from the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A load's `as_of` is the position when it stores, not the one before its snapshot.
    AsOfAfterLoad,
    /// Loads read a standby of PostgreSQL that lags.
    LoadFromStandby,
    /// An entry is tagged with only the first of the tags it depends on.
    TagForgotten,
    /// A write is acknowledged as soon as it is committed.
    AcknowledgedAtCommit,
    /// A write is acknowledged as soon as its position is stored.
    AcknowledgedAtPosition,
    /// Positions are numbers drawn from a sequence inside the writers' transactions, and readers ask for "id > last".
    HighWaterMark,
    /// A message of the stream is applied though the one before it is missing.
    GapUnnoticed,
    /// An instance whose lease was lost takes a new one and goes on where it was.
    RejoinAtOwnPosition,
    /// A rejoining instance asks for the position first and takes the lease then.
    PositionBeforeLease,
    /// The lease ends while the instance catches up, and it trusts itself all the same.
    LeaseLostCatchingUp,
    /// An instance goes on trusting itself after its lease has ended.
    TrustOutlivesLease,
    /// A request fixes its position first and looks whether the instance trusts itself then.
    PositionBeforeTrust,
    /// An entry in the process is dropped when a change arrives, and believed while it is there.
    LocalUnjudged,
    /// Who joins a flight judges its value by the position of the request that began it.
    JoinerJudgedByFlight,
    /// The floor is kept but not compared.
    FloorIgnored,
    /// A tag is dropped from the map and the floor stays where it was.
    TrimKeepsFloor,
    /// A starting instance builds its map from the rows that are kept, with a floor of 0.
    StartsWithoutFloor,
    /// An instance that finds its next rows pruned goes on at the oldest kept row, with the floor it had.
    PrunedRowsSkipped,
}
