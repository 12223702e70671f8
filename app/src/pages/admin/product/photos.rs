//! The photographs of a product: a form for those that there are, and one for another.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::Told,
        form::{described, hint_of, problem},
        photograph::{Coming, Photograph},
    },
    model::{
        editing::{EditedPhotos, PhotoAct, PhotosForm},
        form::FormAnswer,
        photo::{MAX_ALT, MOST_PHOTOS, Photo},
    },
    respond::form_answer,
};

/// The photographs, the first of which is on the product's card.
#[component]
pub fn Photographs(
    id: i64,
    photos: EditedPhotos,
    may_edit: bool,
    /// What was done to them on the page before.
    told: Option<String>,
) -> impl IntoView {
    let answer = form_answer();
    let said = answer.problem("photos").map(str::to_owned);
    let is_full = photos.list.len() >= MOST_PHOTOS;
    let most = photos.most;
    view! {
        <section class="photos" id="photos" aria-labelledby="photos-title">
            <h2 id="photos-title">"Photographs"</h2>
            {told.map(|told| view! { <Told told /> })}
            {said
                .map(|words| {
                    view! {
                        <p class="note" role="alert">
                            {words}
                        </p>
                    }
                })}
            <List id photos may_edit answer=answer.clone() />
            {may_edit
                .then(|| {
                    if is_full {
                        let words = format!("A product has {MOST_PHOTOS} photographs at most.");
                        view! { <p class="hint">{words}</p> }.into_any()
                    } else {
                        view! { <Add id most answer /> }.into_any()
                    }
                })}
        </section>
    }
}

#[component]
fn List(id: i64, photos: EditedPhotos, may_edit: bool, answer: FormAnswer) -> impl IntoView {
    let EditedPhotos { list, token, .. } = photos;
    if list.is_empty() {
        return view! { <p>"None yet: the shop shows a drawing."</p> }.into_any();
    }
    let typed = answer
        .typed("photos")
        .map(PhotosForm::parse)
        .unwrap_or_default();
    let last = list.len() - 1;
    let rows = list.into_iter().enumerate().map(|(index, photo)| {
        let alt = typed.alt(&photo.hash).unwrap_or(&photo.alt).to_owned();
        let row = Row {
            number: index + 1,
            is_first: index == 0,
            is_last: index == last,
            is_locked: !may_edit,
        };
        view! { <Item photo alt row /> }
    });
    let rows = rows.collect_view();
    view! {
        <form class="photos-list" method="post" action=format!("/admin/products/{id}/photos/list")>
            <input type="hidden" name="shown" value=token />
            // The first button is the one that the Enter key means.
            {may_edit
                .then(|| {
                    view! {
                        <p class="photos-save">
                            <button class="button button-quiet" type="submit" name="act" value="save">
                                "Save texts"
                            </button>
                        </p>
                    }
                })}
            <ol>{rows}</ol>
        </form>
    }
    .into_any()
}

/// Where a photograph stands in the list.
#[derive(Clone, Copy)]
struct Row {
    number: usize,
    is_first: bool,
    is_last: bool,
    is_locked: bool,
}

#[component]
fn Item(photo: Photo, alt: String, row: Row) -> impl IntoView {
    let Row {
        number, is_locked, ..
    } = row;
    let field = format!("alt-{number}");
    let hash = photo.hash.clone();
    let whole = photo.about(u32::MAX);
    let invalid = alt.trim().is_empty().then_some("true");
    let button = |act: PhotoAct, text: &'static str, is_off: bool| {
        view! {
            <button
                class="link-button"
                type="submit"
                name="act"
                value=act.value()
                disabled=is_off
                aria-label=format!("{text}: picture {number}")
                formnovalidate
            >
                {text}
            </button>
        }
    };
    let buttons = (!is_locked).then(|| {
        view! {
            <p class="photo-buttons">
                {button(PhotoAct::Up(hash.clone()), "Move up", row.is_first)}
                {button(PhotoAct::Down(hash.clone()), "Move down", row.is_last)}
                {button(PhotoAct::Remove(hash.clone()), "Remove", false)}
            </p>
        }
    });
    view! {
        <li class="photo">
            <a href=whole aria-label=format!("Picture {number}, full size")>
                <Photograph
                    photo
                    class="photo-thumb"
                    sizes="7rem"
                    width=200
                    coming=Coming::Late
                    is_ornament=true
                />
            </a>
            <input type="hidden" name="photo" value=hash.clone() />
            <div class="field">
                <label for=field.clone()>{format!("What picture {number} shows")}</label>
                <input
                    id=field
                    name="alt"
                    type="text"
                    value=alt
                    autocomplete="off"
                    maxlength=MAX_ALT
                    required
                    readonly=is_locked
                    aria-invalid=invalid
                />
            </div>
            {buttons}
        </li>
    }
}

#[component]
fn Add(
    id: i64,
    /// Size of a file at most, in MiB.
    most: u64,
    answer: FormAnswer,
) -> impl IntoView {
    let alt = answer.typed("alt").unwrap_or_default().to_owned();
    let [file_problem, alt_problem] = ["file", "alt"].map(|field| problem(&answer, field));
    let file_described = described("file", file_problem.is_some(), true);
    let alt_described = described("alt", alt_problem.is_some(), true);
    let file_invalid = file_problem.as_ref().map(|_| "true");
    let alt_invalid = alt_problem.as_ref().map(|_| "true");
    view! {
        <form
            class="photos-add"
            method="post"
            action=format!("/admin/products/{id}/photos")
            enctype="multipart/form-data"
        >
            <h3>"Add a photograph"</h3>
            <div class="field">
                <label for="alt">"What it shows"</label>
                <input
                    id="alt"
                    name="alt"
                    type="text"
                    value=alt
                    autocomplete="off"
                    maxlength=MAX_ALT
                    required
                    aria-invalid=alt_invalid
                    aria-describedby=alt_described
                />
                {alt_problem}
                {hint_of("alt", "For who does not see it: “Oak desk with two drawers, from the left”.")}
            </div>
            <div class="field">
                <label for="file">"File"</label>
                <input
                    id="file"
                    name="file"
                    type="file"
                    accept="image/jpeg,image/png,image/webp"
                    required
                    aria-invalid=file_invalid
                    aria-describedby=file_described
                />
                {file_problem}
                <p class="hint" id="file-hint">
                    {format!("JPEG, PNG or WebP, {most} MiB at most. What it says about camera and place is left out.")}
                </p>
            </div>
            <p>
                <button class="button" type="submit">
                    "Add"
                </button>
            </p>
        </form>
    }
}
