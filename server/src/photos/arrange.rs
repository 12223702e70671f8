//! `POST /admin/products/{product}/photos/list`: their order, their texts, and one less.

use app::model::{
    account::Role,
    editing::{PhotoAct, PhotosForm},
    photo::{MAX_ALT, Photo},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use super::{
    page_of, token,
    write::{Stop, Written, write},
};
use crate::{
    accounts::handlers::require_role,
    audit::Origin,
    editing::{done, outcome, unavailable},
    import::text,
    session::TypedSession,
    state::AppState,
};

const CONFLICT: &str =
    "Somebody else has changed the photographs since you saw them. Nothing of yours is saved yet.";

/// Does what the form asks for.
pub(super) async fn arrange(
    State(state): State<AppState>,
    Path(product): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let Ok(product) = product.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = answer(&state, &session, origin, product, &body).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    product: i64,
    body: &str,
) -> anyhow::Result<Response> {
    let page = page_of(product);
    let user = match require_role(session, &state.pool, &page, Role::Editor).await? {
        Ok(user) => *user,
        Err(answer) => return Ok(answer),
    };
    let origin = origin.of_account(user.id);
    let form = PhotosForm::parse(body);
    let mut connection = state.pool.get().await?;
    let change = |photos: Vec<Photo>| {
        if token(&photos) != form.shown {
            return Err(Stop::of(StatusCode::CONFLICT, "photos", CONFLICT));
        }
        let refused = |words| Stop::of(StatusCode::UNPROCESSABLE_ENTITY, "photos", words);
        arranged(photos, &form).map_err(refused)
    };
    match write(&mut connection, (&user, &origin), product, change).await {
        Ok(Written { name, xid }) => {
            drop(connection);
            let what = match form.act {
                PhotoAct::Remove(_) => format!("Removed a photograph of {name}"),
                _ => format!("Saved the photographs of {name}"),
            };
            let sentence = outcome::saved(state, &what, xid, product).await;
            done(session, &page, &sentence).await
        }
        Err(stop) => stop.answer("photos", body),
    }
}

/// The photographs with other texts, in another order, or one less.
fn arranged(mut photos: Vec<Photo>, form: &PhotosForm) -> Result<Vec<Photo>, String> {
    if let PhotoAct::Remove(gone) = &form.act {
        photos.retain(|photo| photo.hash != *gone);
    }
    for photo in &mut photos {
        if let Some(typed) = form.alt(&photo.hash) {
            photo.alt = alt(typed)?;
        }
    }
    let place = |hash: &String| photos.iter().position(|photo| photo.hash == *hash);
    match &form.act {
        PhotoAct::Up(hash) => {
            if let Some(at) = place(hash).filter(|at| *at > 0) {
                photos.swap(at, at - 1);
            }
        }
        PhotoAct::Down(hash) => {
            if let Some(at) = place(hash).filter(|at| at + 1 < photos.len()) {
                photos.swap(at, at + 1);
            }
        }
        PhotoAct::Save | PhotoAct::Remove(_) => {}
    }
    Ok(photos)
}

/// What was typed as the text of a photograph, or what is wrong with it.
pub(super) fn alt(typed: &str) -> Result<String, String> {
    match text::one_line(typed, MAX_ALT) {
        Ok(alt) if alt.is_empty() => {
            Err("Please say of each photograph what it shows, for who does not see it.".to_owned())
        }
        Ok(alt) => Ok(alt),
        Err(reason) => Err(format!("The text of a photograph {reason}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(hashes: &str) -> Vec<Photo> {
        let photo = |hash: char| Photo {
            hash: hash.to_string(),
            width: 1,
            height: 1,
            alt: format!("of {hash}"),
        };
        hashes.chars().map(photo).collect()
    }

    fn order(form: &str) -> Result<String, String> {
        let photos = arranged(list("abc"), &PhotosForm::parse(form))?;
        Ok(photos.iter().map(|photo| photo.hash.as_str()).collect())
    }

    #[test]
    fn a_photograph_moves_by_one_place_and_not_beyond_the_ends() {
        for (act, expected) in [
            ("up-b", "bac"),
            ("up-a", "abc"),
            ("down-b", "acb"),
            ("down-c", "abc"),
            ("remove-b", "ac"),
            ("remove-x", "abc"),
            ("up-x", "abc"),
            ("save", "abc"),
        ] {
            assert_eq!(order(&format!("act={act}")).unwrap(), expected, "{act}");
        }
    }

    #[test]
    fn texts_are_saved_with_whatever_is_done_and_none_is_empty() {
        let form = PhotosForm::parse("photo=a&alt=+New%0Atext+&act=down-a");
        let photos = arranged(list("ab"), &form).unwrap();
        let texts: Vec<_> = photos.iter().map(|photo| photo.alt.as_str()).collect();
        assert_eq!(texts, ["of b", "New text"]);
        assert!(order("photo=a&alt=+&act=save").is_err());
        assert_eq!(order("photo=a&alt=&act=remove-a").unwrap(), "bc");
        let long = format!("photo=a&alt={}&act=save", "x".repeat(MAX_ALT + 1));
        assert!(order(&long).unwrap_err().contains("251 characters"));
        assert!(order("photo=a&alt=%00&act=save").is_err());
    }
}
