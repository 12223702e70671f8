//! What is noted.

/// Something that happened to an account, or that an administrator did to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Somebody logged in.
    LoggedIn,
    /// Somebody tried to, and was refused.
    LogInRefused,
    /// Somebody logged out.
    LoggedOut,
    /// An account was asked for by an address that has one.
    SignUpRefused,
    /// The account was made.
    Created,
    /// A link for a new password was asked for; no account if the address has none.
    ResetRequested,
    /// The password was replaced by means of such a link.
    PasswordReset,
    /// The password was replaced by who knew it.
    PasswordChanged,
    /// A change that asks for the password was refused, for it was wrong.
    PasswordRefused,
    /// Codes are asked for at log-in from now on.
    SecondFactorOn,
    /// No code is asked for any more.
    SecondFactorOff,
    /// A code was wrong, late or used before.
    CodeRefused,
    /// A recovery code took the place of a code of the app.
    RecoveryCodeUsed,
    /// The recovery codes were replaced.
    RecoveryCodesRenewed,
    /// Another address was asked for.
    EmailChangeRequested,
    /// The address was replaced.
    EmailChanged,
    /// All that is stored was handed out.
    Exported,
    /// The account was deleted.
    Deleted,
    /// The account may do something else now.
    RoleChanged,
    /// Somebody ended another session of the account.
    SessionEnded,
    /// All sessions of the account were ended.
    SessionsEnded,
    /// Somebody who works here made a token for programs.
    TokenMade,
    /// A token for programs was taken away.
    TokenRevoked,
    /// An administrator dropped what depends on a tag from all caches.
    TagDropped,
    /// An administrator dropped a namespace from all caches.
    NamespaceDropped,
    /// An administrator had popular pages made.
    Warmed,
    /// An administrator turned a namespace of the cache off.
    CacheOff,
    /// An administrator turned a namespace of the cache on again.
    CacheOn,
    /// An administrator cancelled a statement of the database.
    StatementCancelled,
    /// An editor made a product.
    ProductMade,
    /// An editor changed a product.
    ProductChanged,
    /// An administrator removed a product.
    ProductRemoved,
    /// An editor changed many products at once.
    ProductsChanged,
    /// An administrator removed many products at once.
    ProductsRemoved,
    /// An editor took back what was done to products.
    ProductUndone,
    /// An editor made a category.
    CategoryMade,
    /// An editor changed name or slug of a category.
    CategoryChanged,
    /// An editor moved a category.
    CategoryMoved,
    /// An editor merged two categories.
    CategoriesMerged,
    /// An editor removed a category.
    CategoryRemoved,
    /// An editor made a brand.
    BrandMade,
    /// An editor changed name or slug of a brand.
    BrandChanged,
    /// An editor merged two brands.
    BrandsMerged,
    /// An editor removed a brand.
    BrandRemoved,
    /// An editor took back what was done to categories or brands.
    TaxonomyUndone,
    /// An editor brought a file to be imported.
    ImportUploaded,
    /// An editor began to import a file.
    ImportBegun,
    /// A file was imported.
    ImportEnded,
    /// A check or an import of a file was cancelled, or stopped with the server.
    ImportStopped,
    /// An editor said that words mean the same.
    SynonymAdded,
    /// An editor changed a rule about words that mean the same.
    SynonymChanged,
    /// An editor removed a rule about words that mean the same.
    SynonymRemoved,
    /// An editor pinned a product in a search, or moved it there.
    SearchPinned,
    /// An editor hid a product from a search.
    SearchHidden,
    /// An editor took back that a product is pinned in or hidden from a search.
    SearchForgotten,
}

impl Event {
    /// As it stands in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::LoggedIn => "logged in",
            Self::LogInRefused => "log-in refused",
            Self::LoggedOut => "logged out",
            Self::SignUpRefused => "sign-up refused",
            Self::Created => "account created",
            Self::ResetRequested => "reset requested",
            Self::PasswordReset => "password reset",
            Self::PasswordChanged => "password changed",
            Self::PasswordRefused => "password refused",
            Self::SecondFactorOn => "second factor on",
            Self::SecondFactorOff => "second factor off",
            Self::CodeRefused => "code refused",
            Self::RecoveryCodeUsed => "recovery code used",
            Self::RecoveryCodesRenewed => "recovery codes renewed",
            Self::EmailChangeRequested => "email change requested",
            Self::EmailChanged => "email changed",
            Self::Exported => "data exported",
            Self::Deleted => "account deleted",
            Self::RoleChanged => "role changed",
            Self::SessionEnded => "session ended",
            Self::SessionsEnded => "all sessions ended",
            Self::TokenMade => "token made",
            Self::TokenRevoked => "token revoked",
            Self::TagDropped => "tag dropped",
            Self::NamespaceDropped => "namespace dropped",
            Self::Warmed => "warming asked for",
            Self::CacheOff => "cache turned off",
            Self::CacheOn => "cache turned on",
            Self::StatementCancelled => "statement cancelled",
            Self::ProductMade => "product made",
            Self::ProductChanged => "product changed",
            Self::ProductRemoved => "product removed",
            Self::ProductsChanged => "products changed",
            Self::ProductsRemoved => "products removed",
            Self::ProductUndone => "change taken back",
            Self::CategoryMade => "category made",
            Self::CategoryChanged => "category changed",
            Self::CategoryMoved => "category moved",
            Self::CategoriesMerged => "categories merged",
            Self::CategoryRemoved => "category removed",
            Self::BrandMade => "brand made",
            Self::BrandChanged => "brand changed",
            Self::BrandsMerged => "brands merged",
            Self::BrandRemoved => "brand removed",
            Self::TaxonomyUndone => "act taken back",
            Self::ImportUploaded => "import uploaded",
            Self::ImportBegun => "import begun",
            Self::ImportEnded => "import ended",
            Self::ImportStopped => "import stopped",
            Self::SynonymAdded => "synonym added",
            Self::SynonymChanged => "synonym changed",
            Self::SynonymRemoved => "synonym removed",
            Self::SearchPinned => "pinned in a search",
            Self::SearchHidden => "hidden from a search",
            Self::SearchForgotten => "search let go of",
        }
    }
}
