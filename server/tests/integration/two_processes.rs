//! Two processes of the program over one PostgreSQL and one Redis: what one of them ends, replaces or counts, the other goes
//! by, also if Redis fails at that very moment.

mod ended;
mod fixation;
mod limits;
mod pair;
