//! The document, the page table, and nothing else.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use crate::{
    backend::NamesSession,
    components::{
        layout::{Footer, Header},
        outdated::OutdatedSlot,
    },
    pages::{
        admin::{
            account::AccountReportPage,
            act::ActPage,
            audit::AuditLogPage,
            brands::BrandsPage,
            bulk::BulkPage,
            categories::CategoriesPage,
            database::{DatabasePage, query::DatabaseQueryPage},
            imports::{ImportsPage, import::ImportPage},
            named::{
                BrandEditorPage, CategoryEditorPage,
                outlook::{MergeBrandPage, MergeCategoryPage, MoveCategoryPage},
            },
            performance::{PerformancePage, request::RequestPage},
            product::{NewProductPage, ProductEditorPage, preview::PreviewPage},
            products::ProductsPage,
            search::{SearchReportPage, query::QueryCarePage, synonyms::SynonymsPage},
            tokens::TokensPage,
        },
        category::CategoryPage,
        compare::ComparePage,
        confirm::ConfirmPage,
        confirm_email::ConfirmEmailPage,
        favourites::FavouritesPage,
        forgot::{ForgotPage, ForgotSentPage},
        home::HomePage,
        log_in::LogInPage,
        me::{
            MePage, delete::DeletePage, email::EmailPage, password::PasswordPage,
            second_factor::SecondFactorPage,
        },
        not_found::NotFoundPage,
        product::ProductPage,
        register::{RegisterPage, RegisteredPage},
        reset::ResetPage,
        search::SearchPage,
        second_step::SecondStepPage,
        sessions::SessionsPage,
        styleguide::StyleguidePage,
        verify::VerifyPage,
        why::WhyPage,
    },
};

/// The page behind a link is asked for when the link is pressed, not when it is let go: some 100 ms sooner
/// (<https://wicg.github.io/nav-speculation/speculation-rules.html>). No sooner than that, or what is shown could be older
/// than what was saved meanwhile.
const SPECULATION: &str = r#"{"prefetch":[{"where":{"and":[{"href_matches":["/p/*","/c/*","/search*","/compare*"]},{"not":{"selector_matches":"[rel~=nofollow]"}}]},"eagerness":"conservative"}]}"#;

/// The whole document around `App`.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    document(options, view! { <MetaTags /> }, view! { <App /> })
}

/// A whole document: what every page loads, then `head` and `body`.
pub fn document(options: LeptosOptions, head: impl IntoView, body: impl IntoView) -> impl IntoView {
    let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    // For scripts, which cannot see the session: whether asking for an account is worth while.
    let session = use_context::<NamesSession>()
        .filter(|names| names.0)
        .map(|_| "");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-session=session>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=style />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link
                    rel="search"
                    type="application/opensearchdescription+xml"
                    title="Vitrine"
                    href="/opensearch.xml"
                />
                <HydrationScripts options islands=true />
                <script type="speculationrules" inner_html=SPECULATION />
                {head}
            </head>
            <body>{body}</body>
        </html>
    }
}

/// Header, the page asked for, footer.
///
/// Every page is rendered whole before its first byte leaves (`SsrMode::Async`): its status is
/// then true, it needs no script to be complete, and it can be cached as it is.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title| format!("{title} · Vitrine") />
        <Router>
            <a class="skip-link" href="#main">
                "Skip to content"
            </a>
            <Header />
            <main id="main" tabindex="-1">
                <OutdatedSlot />
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
                    <Route path=path!("/c/*category") view=CategoryPage ssr=SsrMode::Async />
                    <Route path=path!("/p/:slug") view=ProductPage ssr=SsrMode::Async />
                    <Route path=path!("/compare") view=ComparePage ssr=SsrMode::Async />
                    <Route path=path!("/why") view=WhyPage ssr=SsrMode::Async />
                    <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async />
                    <Route path=path!("/favourites") view=FavouritesPage ssr=SsrMode::Async />
                    <Route path=path!("/log-in") view=LogInPage ssr=SsrMode::Async />
                    <Route path=path!("/log-in/code") view=SecondStepPage ssr=SsrMode::Async />
                    <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async />
                    <Route path=path!("/register/sent") view=RegisteredPage ssr=SsrMode::Async />
                    <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async />
                    <Route path=path!("/forgot") view=ForgotPage ssr=SsrMode::Async />
                    <Route path=path!("/forgot/sent") view=ForgotSentPage ssr=SsrMode::Async />
                    <Route path=path!("/reset") view=ResetPage ssr=SsrMode::Async />
                    <Route path=path!("/confirm-email") view=ConfirmEmailPage ssr=SsrMode::Async />
                    <Route path=path!("/me") view=MePage ssr=SsrMode::Async />
                    <Route path=path!("/me/sessions") view=SessionsPage ssr=SsrMode::Async />
                    <Route path=path!("/confirm") view=ConfirmPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/audit") view=AuditLogPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/account") view=AccountReportPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/tokens") view=TokensPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/database") view=DatabasePage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/database/query")
                        view=DatabaseQueryPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/performance")
                        view=PerformancePage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/performance/request")
                        view=RequestPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/import") view=ImportsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/import/:import") view=ImportPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/products") view=ProductsPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/products/new")
                        view=NewProductPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/products/bulk") view=BulkPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/products/acts/:act") view=ActPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/products/:product")
                        view=ProductEditorPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/products/new/preview")
                        view=PreviewPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/products/:product/preview")
                        view=PreviewPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/products/:product/photos")
                        view=ProductEditorPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/products/:product/photos/list")
                        view=ProductEditorPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/categories") view=CategoriesPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/categories/:category")
                        view=CategoryEditorPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/categories/:category/move")
                        view=MoveCategoryPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/categories/:category/merge")
                        view=MergeCategoryPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/brands") view=BrandsPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/brands/:brand")
                        view=BrandEditorPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/brands/:brand/merge")
                        view=MergeBrandPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/search") view=SearchReportPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/search/synonyms")
                        view=SynonymsPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("/admin/search/query")
                        view=QueryCarePage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/me/password") view=PasswordPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/me/second-factor")
                        view=SecondFactorPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/me/email") view=EmailPage ssr=SsrMode::Async />
                    <Route path=path!("/me/delete") view=DeletePage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <Footer />
        </Router>
    }
}
