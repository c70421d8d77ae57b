//! Media types.

/// What a media type means to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Media {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

pub(super) fn media(name: &str) -> Media {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" => Media::Json,
        "application/x-www-form-urlencoded" => Media::Form,
        "multipart/form-data" => Media::Multipart,
        // Records that come one by one: a stream.
        "text/event-stream" => Media::Bytes,
        "application/xml" | "application/yaml" | "application/x-yaml" | "application/javascript" => Media::Text,
        other if other.ends_with("+json") => Media::Json,
        other if other.starts_with("text/") || other.ends_with("+xml") || other.ends_with("+yaml") => Media::Text,
        _ => Media::Bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_mean_what_their_essence_says() {
        for (name, expected) in [
            ("application/json; charset=utf-8", Media::Json),
            ("application/problem+json", Media::Json),
            ("Application/JSON", Media::Json),
            ("application/vnd.api+json;version=1", Media::Json),
            ("text/csv", Media::Text),
            ("image/svg+xml", Media::Text),
            ("application/pdf", Media::Bytes),
            ("image/*", Media::Bytes),
            ("multipart/form-data", Media::Multipart),
        ] {
            assert_eq!(media(name), expected, "{name}");
        }
    }
}
