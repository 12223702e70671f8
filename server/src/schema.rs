//! The tables as diesel sees them, in step with `migrations/`.

diesel::table! {
    audit_log (id) {
        id -> Int8,
        at -> Timestamptz,
        event -> Text,
        user_id -> Nullable<Int8>,
        origin -> Text,
        client -> Nullable<Text>,
        about -> Nullable<Text>,
    }
}

diesel::table! {
    brands (id) {
        id -> Int4,
        slug -> Text,
        name -> Text,
        version -> Int8,
    }
}

diesel::table! {
    categories (id) {
        id -> Int4,
        parent_id -> Nullable<Int4>,
        path -> Text,
        name -> Text,
        version -> Int8,
    }
}

diesel::table! {
    email_changes (token) {
        token -> Bytea,
        user_id -> Int8,
        email -> Text,
        expires -> Timestamptz,
    }
}

diesel::table! {
    ended_sessions (key) {
        key -> Bytea,
        expires -> Timestamptz,
    }
}

diesel::table! {
    favourites (user_id, product_id) {
        user_id -> Int8,
        product_id -> Int8,
        added -> Int8,
    }
}

diesel::table! {
    password_resets (token) {
        token -> Bytea,
        user_id -> Int8,
        expires -> Timestamptz,
    }
}

diesel::table! {
    products (id) {
        id -> Int8,
        sku -> Text,
        slug -> Text,
        status -> Text,
        name -> Text,
        description -> Text,
        brand_id -> Nullable<Int4>,
        category_id -> Nullable<Int4>,
        price_minor -> Nullable<Int8>,
        compare_at_minor -> Nullable<Int8>,
        currency -> Text,
        rating -> Nullable<Float4>,
        review_count -> Int4,
        stock -> Nullable<Int4>,
        in_stock -> Bool,
        attributes -> Jsonb,
        image -> Nullable<Text>,
        popularity -> Float4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> Int8,
        photos -> Jsonb,
    }
}

diesel::table! {
    recovery_codes (hash) {
        hash -> Bytea,
        user_id -> Int8,
    }
}

diesel::table! {
    registrations (token) {
        token -> Bytea,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        expires -> Timestamptz,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> Int8,
        secret -> Bytea,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Int8,
    }
}

diesel::table! {
    users (id) {
        id -> Int8,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        role -> Text,
        session_epoch -> Int4,
        verified_at -> Timestamptz,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::joinable!(products -> brands (brand_id));
diesel::joinable!(products -> categories (category_id));

diesel::allow_tables_to_appear_in_same_query!(brands, categories, products);
diesel::allow_tables_to_appear_in_same_query!(ended_sessions, users);
