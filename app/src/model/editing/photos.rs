//! What is in the form of a product's photographs.

/// What somebody wants done with the photographs that there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotosForm {
    /// Tells the list that the form was made of.
    pub shown: String,
    /// Of each photograph, by its hash, what it shows.
    pub alts: Vec<(String, String)>,
    /// The button that was pressed.
    pub act: PhotoAct,
}

/// What a button of the form does, beside saving the texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PhotoAct {
    /// Nothing.
    #[default]
    Save,
    /// Moves a photograph towards the first place.
    Up(String),
    /// Moves it away from there.
    Down(String),
    /// Takes it away.
    Remove(String),
}

impl PhotoAct {
    /// The button's value.
    pub fn value(&self) -> String {
        match self {
            Self::Save => "save".to_owned(),
            Self::Up(hash) => format!("up-{hash}"),
            Self::Down(hash) => format!("down-{hash}"),
            Self::Remove(hash) => format!("remove-{hash}"),
        }
    }

    fn parse(value: &str) -> Self {
        match value.split_once('-') {
            Some(("up", hash)) => Self::Up(hash.to_owned()),
            Some(("down", hash)) => Self::Down(hash.to_owned()),
            Some(("remove", hash)) => Self::Remove(hash.to_owned()),
            _ => Self::Save,
        }
    }
}

impl PhotosForm {
    /// What a browser sent.
    pub fn parse(body: &str) -> Self {
        let mut form = Self::default();
        let mut hash = None;
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            match &*name {
                "shown" => form.shown = value.into_owned(),
                "act" => form.act = PhotoAct::parse(&value),
                "photo" => hash = Some(value.into_owned()),
                "alt" => {
                    if let Some(hash) = hash.take() {
                        form.alts.push((hash, value.into_owned()));
                    }
                }
                _ => {}
            }
        }
        form
    }

    /// What was typed for a photograph.
    pub fn alt(&self, hash: &str) -> Option<&str> {
        let mut of_it = self.alts.iter().filter(|(known, _)| known == hash);
        of_it.next().map(|(_, alt)| alt.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_read() {
        let form =
            PhotosForm::parse("shown=x&photo=a&alt=One&photo=b&alt=&alt=lost&photo=c&act=up-b&y=1");
        assert_eq!(form.shown, "x");
        assert_eq!(form.alt("a"), Some("One"));
        assert_eq!(form.alt("b"), Some(""));
        assert_eq!(form.alt("c"), None);
        assert_eq!(form.act, PhotoAct::Up("b".to_owned()));
        for act in ["save", "", "sideways-a", "up"] {
            let form = PhotosForm::parse(&format!("act={act}"));
            assert_eq!(form.act, PhotoAct::Save, "{act}");
        }
        for act in ["down-a", "remove-a", "save"] {
            assert_eq!(PhotosForm::parse(&format!("act={act}")).act.value(), act);
        }
    }
}
