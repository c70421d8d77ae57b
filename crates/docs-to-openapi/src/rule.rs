//! The names of the rules that write the report.

use serde::{Serialize, Serializer};

use crate::Kind;

macro_rules! rules {
    ($($variant:ident $kind:ident $name:literal $meaning:literal;)*) => {
        /// A rule that writes rows of the report; its kebab-case name is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $meaning] $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the rule's stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Returns what the rule means, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }

            /// Returns the kind of row that the rule writes.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind),* }
            }
        }
    };
}

rules! {
    // What is concluded.
    DialectDefault Inferred "dialect-default" "No page tells its dialect, so `nextgen` is taken.";
    LocationPath Inferred "location-path" "A parameter named like a placeholder of the path, up to case and underscores, is in the path.";
    LocationHeader Inferred "location-header" "A parameter with the name of a usual request header (`authorization`, `x_…`, `if_…`) is in the header.";
    LocationKey Inferred "location-key" "A parameter named like the parameter of an API key is where the front page says that the key is.";
    LocationQuery Inferred "location-query" "A parameter that is neither in the path nor in the header nor the body is in the query.";
    LocationForm Inferred "location-form" "Where the first request media type is a form, the remaining parameters are its fields.";
    LocationShared Inferred "location-shared" "A parameter next to a form is in the query if it is three times as often without one, and follows no file.";
    BodyModelLink Inferred "body-model-link" "A parameter whose type links to its model's page is the request body.";
    BodyUnlinkedModel Inferred "body-unlinked-model" "A parameter whose type is a model without a link is the request body.";
    BodyByName Inferred "body-by-name" "A parameter with a generator's own name for bodies (`body`, `request_body`) is the request body.";
    BodyListLink Inferred "body-list-link" "Where a request media type is printed and nothing else can be the body, a list or map of models is.";
    BodyObject Inferred "body-object" "Where a request media type is printed, a parameter of any type without a link is the request body.";
    BodyLast Inferred "body-last" "Where a request media type is printed and nothing else can be the body, the last required parameter is, or else the last.";
    BodyMediaType Inferred "body-media-type" "A request body without a printed media type is `application/json`.";
    ResponseMediaType Inferred "response-media-type" "A response body without a printed media type is `application/json`.";
    ResponseLowestSuccess Inferred "response-lowest-success" "The return type is the body of the lowest success status.";
    ResponseDefaultBody Inferred "response-default-body" "Without a success status the return type is the body of the default response.";
    ResponseSuccessRange Inferred "response-success-range" "A page without status table, or without any success status for its return type, gives a `2XX` response.";
    ResponseHeaderString Inferred "response-header-string" "A response header, printed without type, is a string.";
    SecurityAnd Inferred "security-and" "Several schemes are printed as a flat list; they are written as needed together, though either may do.";
    SchemeFromExample Inferred "scheme-from-example" "A security scheme that the front page does not describe takes its type from the example's heading.";
    SecurityPartial Inferred "security-partial" "Of several schemes only those that are described are written as needed.";
    ScopeBlank Inferred "scope-blank" "A scope with a blank name is not a scope.";
    WireStyleGiven Inferred "wire-style-given" "The style of wire names was given.";
    WireStyleFromNames Inferred "wire-style-from-names" "The style of wire names is that of most names of several words in placeholders, examples and sentences.";
    WireStyleFromOrder Inferred "wire-style-from-order" "The order of properties is that of names which begin with capitals.";
    WireNameSeen Inferred "wire-name-seen" "A placeholder or a sentence shows the name as it is on the wire.";
    WireNameStyle Inferred "wire-name-style" "A Python name is spelled in the style of wire names.";
    WireNameHeader Inferred "wire-name-header" "The words of a header's name are capitalised and joined by hyphens.";
    WireNameReserved Inferred "wire-name-reserved" "What a generator puts before or behind a reserved word, or before a digit, is taken away.";
    WireNameNumbered Inferred "wire-name-numbered" "A parameter named like a placeholder of the path with a 2 behind it has the placeholder's name, elsewhere.";
    FormatEmptyLink Inferred "format-empty-link" "A string with an empty link has a format; it is taken to be a UUID.";
    ObjectIsAny Inferred "object-is-any" "The type `object` stands for a schema without constraints.";
    DefaultUnquoted Inferred "default-unquoted" "An unquoted word is the default of a string.";
    FormatByPlace Inferred "format-by-place" "Bytes are base64 in a property and as they are elsewhere.";
    DefaultOfMember Inferred "default-of-member" "A default that names a member of an enumeration is that member's value.";
    SourceWitness Inferred "source-witness" "The names, locations, schemes and limits are those of the SDK's own sources.";
    OperationIdNumbered Inferred "operation-id-numbered" "Of operations with one name the id of the second gets a number, since ids are unique in a document.";
    ParentByDiscriminator Inferred "parent-by-discriminator" "A model that nothing refers to, named after another one and a value of its enumeration, extends it.";
    SecurityListed Inferred "security-listed" "A scheme that the front page lists and no operation names is needed with the others that it lists.";
    EmptyModelEnum Inferred "empty-model-enum" "A model without properties, used as a value, is an enumeration of strings.";
    EmptyModelAny Inferred "empty-model-any" "A model without properties, used as a value, whose page has an example is one of several types.";
    EmptyModelObject Inferred "empty-model-object" "A model without properties, used as a whole body or by nothing, is an object.";
    // What stays open.
    TitleUnknown Unknown "title-unknown" "No page prints the package name.";
    VersionUnknown Unknown "version-unknown" "The front page prints no API version.";
    ServerUnknown Unknown "server-unknown" "No page prints a base URL.";
    ReadmeMissing Unknown "readme-missing" "There is no front page, hence no version and no security schemes.";
    EnumValuesUnknown Unknown "enum-values-unknown" "The values of an enumeration are not printed.";
    ModelWithoutPage Unknown "model-without-page" "A type has no page; it becomes a schema without constraints, marked `x-unresolved`.";
    SecurityUnknown Unknown "security-unknown" "The page has no section on authorization, or no page names a scheme.";
    SecurityAndOr Unknown "security-and-or" "Whether several schemes are needed together, or one of them, is not printed.";
    ScopesUnknown Unknown "scopes-unknown" "Which scopes an operation needs is not printed.";
    OauthTokenUrl Unknown "oauth-token-url" "The token URL is never printed; an empty one is written.";
    OauthAuthorizationUrl Unknown "oauth-authorization-url" "The authorization URL is not printed; an empty one is written.";
    OtherBodiesUnknown Unknown "other-bodies-unknown" "Whether the other statuses have bodies, and which, is not printed.";
    WireStyleUnknown Unknown "wire-style-unknown" "Fewer than two names show the style of wire names; Python's spelling is kept.";
    UnbracedSegment Unknown "unbraced-segment" "A path segment in capitals looks like a placeholder without braces; it is kept as printed.";
    DefaultMember Unknown "default-member" "The default names a member of an enumeration, not its value; it is left out.";
    PageIgnored Unknown "page-ignored" "A page is neither an API page nor a model page.";
    PageStale Unknown "page-stale" "The front page does not list the page, which a newer generation may have left behind.";
    OperationStale Unknown "operation-stale" "An operation is on two pages, of which one seems to be a leftover; that one is left out.";
    SchemeUndescribed Unknown "scheme-undescribed" "A security scheme is described nowhere; its operations keep its name as `x-unresolved-security`.";
    // What is wrong.
    PageDisagreement Problem "page-disagreement" "Two pages, or two places of one page, contradict each other.";
    SourceDisagreement Problem "source-disagreement" "A page and the SDK's own source contradict each other; the source is taken.";
    CellsMissing Problem "cells-missing" "A table row has too few cells.";
    RowUnreadable Problem "row-unreadable" "A line inside a table is no row of it.";
    NotesUnreadable Problem "notes-unreadable" "A notes cell has words that are not known.";
    MethodTableUnreadable Problem "method-table-unreadable" "The method table of a page has no readable row; the page is left out.";
    BlockMissing Problem "block-missing" "The method table lists an operation that the page does not describe.";
    BlockUnlisted Problem "block-unlisted" "The page describes an operation that its method table does not list; it is left out.";
    PageCutOff Problem "page-cut-off" "A block or a page lacks the links that end every other one.";
    SectionMissing Problem "section-missing" "A section that every operation has is missing.";
    SectionUnreadable Problem "section-unreadable" "A section does not say what it should.";
    ParameterMissing Problem "parameter-missing" "The call line has a parameter, or the path a placeholder, that the table lacks.";
    ParameterRepeated Problem "parameter-repeated" "Two parameters have one wire name; the second is left out.";
    PropertyRepeated Problem "property-repeated" "Two properties of a model have one name; one of them is lost, or keeps Python's spelling.";
    SeveralBodies Problem "several-bodies" "More than one parameter can be the request body; the first is taken.";
    BodyUnfound Problem "body-unfound" "A request media type is printed, but no parameter can be the body.";
    TypeUnreadable Problem "type-unreadable" "A type is spelled in no known way.";
    DefaultUnreadable Problem "default-unreadable" "A default is no value of its type; it is left out.";
    StatusUnreadable Problem "status-unreadable" "A status code is none.";
    MethodUnreadable Problem "method-unreadable" "An HTTP method is none that a document can hold.";
    SchemeUnreadable Problem "scheme-unreadable" "The front page describes a security scheme in words that are not known.";
    OperationRepeated Problem "operation-repeated" "Two operations have one method and path, or a page describes one twice.";
    PathsCollide Problem "paths-collide" "Two paths differ in the names of their placeholders only.";
    ModelUnreadable Problem "model-unreadable" "A model's page has no table of properties.";
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
