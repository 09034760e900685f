//! XML in and out, for forms and for submissions: a writer that escapes and indents, and a reader that gives a tree with name
//! spaces and lines. No document type is read, so that nothing expands; size, depth and number of attributes have limits.

mod reader;
mod writer;

pub(crate) use reader::{Attribute, Content, Element, XmlError, read};
pub(crate) use writer::{Writer, is_xml_character};

/// Name spaces of forms.
pub(crate) mod space {
    /// Of XForms: model, binds and controls; also of most instances.
    pub(crate) const XFORMS: &str = "http://www.w3.org/2002/xforms";
    /// Of the page around it.
    pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";
    /// Of events.
    pub(crate) const EVENTS: &str = "http://www.w3.org/2001/xml-events";
    /// Of data types.
    pub(crate) const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
    /// Of JavaRosa.
    pub(crate) const JAVAROSA: &str = "http://openrosa.org/javarosa";
    /// Of OpenRosa: what is around a submission.
    pub(crate) const OPENROSA: &str = "http://openrosa.org/xforms";
    /// Of ODK.
    pub(crate) const ODK: &str = "http://www.opendatakit.org/xforms";
    /// Of entities.
    pub(crate) const ENTITIES: &str = "http://www.opendatakit.org/xforms/entities";
    /// Of XML itself, bound to the prefix `xml`.
    pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";

    /// Prefix and address of every name space that a form declares, in the order written; the first has no prefix.
    pub(crate) const OF_FORMS: [(&str, &str); 7] = [
        ("", XFORMS),
        ("h", XHTML),
        ("ev", EVENTS),
        ("xsd", SCHEMA),
        ("jr", JAVAROSA),
        ("orx", OPENROSA),
        ("odk", ODK),
    ];
}
