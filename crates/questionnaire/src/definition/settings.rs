//! What holds of the form as a whole.

use super::Words;

/// Title, identifier, version, and what servers and clients are told. `None` where nothing was said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Title for people.
    pub title: Words,
    /// Identifier.
    pub form_id: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// Name of the instance's root element; `data` where nothing was said.
    pub name: Option<String>,
    /// Language shown first.
    pub default_language: Option<String>,
    /// Expression that names an interview.
    pub instance_name: Option<String>,
    /// Expression of the interview's identifier, where it is not made by the client.
    pub instance_id: Option<String>,
    /// Whether the form has no identifier of interviews.
    pub omit_instance_id: Option<String>,
    /// Name space of the instance.
    pub instance_xmlns: Option<String>,
    /// Further name spaces: prefix and address.
    pub namespaces: Vec<(String, String)>,
    /// Key with which submissions are encrypted.
    pub public_key: Option<String>,
    /// Where submissions go.
    pub submission_url: Option<String>,
    /// Whether clients send by themselves.
    pub auto_send: Option<String>,
    /// Whether clients delete what was sent.
    pub auto_delete: Option<String>,
    /// Whether clients may edit what was sent.
    pub client_editable: Option<String>,
    /// Style of the pages: `pages`, `theme-grid`.
    pub style: Option<String>,
    /// Prefix of compact records.
    pub prefix: Option<String>,
    /// Delimiter of compact records.
    pub delimiter: Option<String>,
    /// Whether a list may have the same code twice.
    pub allow_choice_duplicates: bool,
    /// Whether runs of spaces in texts are kept.
    pub keep_spaces: bool,
    /// Further attributes of the instance's root element.
    pub attributes: Vec<(String, String)>,
    /// Settings that this program keeps and does not interpret: those of messages by SMS and others.
    pub others: Vec<(String, String)>,
}

impl Settings {
    /// Name of the instance's root element.
    pub fn root(&self) -> &str {
        self.name.as_deref().unwrap_or("data")
    }
}
