//! What a question asks for.

/// What a question asks for, shows or computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A number on a scale from `start` to `end` by `step`.
    Range,
    /// One of a list.
    SelectOne,
    /// Any number of a list; stored as codes separated by spaces.
    SelectMultiple,
    /// One of a table that the client looks up itself.
    SelectOneExternal,
    /// All of a list, in order of preference.
    Rank,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date with time.
    DateTime,
    /// A point on earth.
    Geopoint,
    /// A line on earth.
    Geotrace,
    /// An area on earth.
    Geoshape,
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A file of any sort.
    File,
    /// The content of a barcode.
    Barcode,
    /// Tags of an object of OpenStreetMap.
    Osm,
    /// Nothing: a text to read out.
    Note,
    /// That something was read or done: `OK` or nothing.
    Acknowledge,
    /// Nothing: computed.
    Calculate,
    /// Nothing: filled from outside.
    Hidden,
    /// Nothing: what the client knows about the interview.
    Metadata(Metadata),
}

/// What the client knows about the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metadata {
    /// When the interview began.
    Start,
    /// When it ended.
    End,
    /// The day.
    Today,
    /// The device.
    DeviceId,
    /// The subscriber; no longer given by clients.
    SubscriberId,
    /// The SIM card; no longer given by clients.
    SimSerial,
    /// The telephone's number.
    PhoneNumber,
    /// The user's name.
    Username,
    /// The user's address.
    Email,
    /// The same, each as an address of a kind: `uri:deviceid` and so on.
    UriDeviceId,
    /// See [`Metadata::UriDeviceId`].
    UriSubscriberId,
    /// See [`Metadata::UriDeviceId`].
    UriSimSerial,
    /// See [`Metadata::UriDeviceId`].
    UriPhoneNumber,
    /// See [`Metadata::UriDeviceId`].
    UriUsername,
    /// See [`Metadata::UriDeviceId`].
    UriEmail,
    /// The log of events.
    Audit,
    /// The place where the interview began.
    StartGeopoint,
    /// The place where a trigger's answer changed.
    BackgroundGeopoint,
    /// The sound of the interview.
    BackgroundAudio,
}

impl Kind {
    /// Whether someone gives an answer: not so for notes, calculations, hidden values and what the client knows.
    pub fn is_asked(self) -> bool {
        !matches!(self, Kind::Note | Kind::Calculate | Kind::Hidden | Kind::Metadata(_))
    }

    /// Whether the answer is chosen.
    pub fn chooses(self) -> bool {
        matches!(self, Kind::SelectOne | Kind::SelectMultiple | Kind::SelectOneExternal | Kind::Rank)
    }

    /// The type of the data in the bind, as ODK XForms name it.
    pub fn data_type(self) -> &'static str {
        match self {
            Kind::Integer | Kind::Range => "int",
            Kind::Decimal => "decimal",
            Kind::Rank => "odk:rank",
            Kind::Date | Kind::Metadata(Metadata::Today) => "date",
            Kind::Time => "time",
            Kind::DateTime | Kind::Metadata(Metadata::Start | Metadata::End) => "dateTime",
            Kind::Geopoint | Kind::Metadata(Metadata::StartGeopoint | Metadata::BackgroundGeopoint) => {
                "geopoint"
            }
            Kind::Geotrace => "geotrace",
            Kind::Geoshape => "geoshape",
            Kind::Image
            | Kind::Audio
            | Kind::Video
            | Kind::File
            | Kind::Osm
            | Kind::Metadata(Metadata::Audit | Metadata::BackgroundAudio) => "binary",
            Kind::Barcode => "barcode",
            _ => "string",
        }
    }
}
