//! Which of a list's options is pointed at.

/// A place in a list of options, or in the field above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cursor {
    /// Number of options.
    len: usize,
    /// Index of the option pointed at; `None`: the field itself.
    at: Option<usize>,
}

impl Cursor {
    /// In the field above `len` options.
    pub(super) fn above(len: usize) -> Self {
        Self { len, at: None }
    }

    /// Number of options.
    pub(super) fn len(self) -> usize {
        self.len
    }

    /// Index of the option pointed at.
    pub(super) fn index(self) -> Option<usize> {
        self.at
    }

    /// One option down; from the last one back to the field.
    pub(super) fn down(self) -> Self {
        let at = self.at.map_or(0, |at| at + 1);
        Self {
            at: (at < self.len).then_some(at),
            ..self
        }
    }

    /// One option up; from the field to the last one.
    pub(super) fn up(self) -> Self {
        let at = match self.at {
            None => self.len.checked_sub(1),
            Some(at) => at.checked_sub(1),
        };
        Self { at, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn goes_round_through_the_field() {
        let field = Cursor::above(2);
        assert_eq!(field.down().index(), Some(0));
        assert_eq!(field.down().down().index(), Some(1));
        assert_eq!(field.down().down().down(), field);
        assert_eq!(field.up().index(), Some(1));
        assert_eq!(field.up().up().up(), field);
    }

    #[test]
    fn an_empty_list_has_only_the_field() {
        let field = Cursor::above(0);
        assert_eq!(field.down(), field);
        assert_eq!(field.up(), field);
    }
}
