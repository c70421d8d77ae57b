//! The SDK's own sources as a witness beside its pages.
#![cfg(feature = "sources")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use docs_to_openapi::{Conversion, Error, Kind, Options, Pages, convert, find_sources, read_dir, read_sources};
use serde_json::{Value, json};

const PAGE: &str = "\
# harbour.BoatsApi

Method | HTTP request | Description
------------- | ------------- | -------------
[**list_boats**](BoatsApi.md#list_boats) | **POST** /boats/{fleetID} | words

# **list_boats**
> Boat list_boats(fleet_id, page_size=page_size, fleet_key=fleet_key, photo=photo)

### Parameters

Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
 **fleet_id** | **str**|  | 
 **page_size** | **int**|  | [optional]
 **fleet_key** | **str**|  | [optional]
 **photo** | **file**|  | [optional]

### Return type

[**Boat**](Boat.md)

### Authorization

[key](../README.md#key)

### HTTP request headers

 - **Content-Type**: multipart/form-data
 - **Accept**: application/json

[[Back to top]](#)
";

const MODEL: &str = "\
# Boat

## Properties
Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**boat_id** | **str** |  | 
**mast_height** | **float** |  | [optional] 

[[Back to Model list]](../README.md)
";

/// The same facts as each family of generators writes them.
const LEGACY: [&str; 2] = [
    "
class BoatsApi(object):
    def list_boats(self, fleet_id, **kwargs):
        return self.list_boats_with_http_info(fleet_id, **kwargs)

    def list_boats_with_http_info(self, fleet_id, **kwargs):
        path_params = {}
        if 'fleet_id' in params:
            path_params['fleetID'] = params['fleet_id']
        query_params = []
        if 'page_size' in params:
            query_params.append(('page-Size', params['page_size']))
        header_params = {}
        header_params['Fleet-Key'] = params['fleet_key']
        header_params['Accept'] = self.api_client.select_header_accept(['application/json'])
        form_params = []
        local_var_files = {}
        local_var_files['Photo'] = params['photo']
        auth_settings = ['key', 'login']
",
    "
class Boat(object):
    openapi_types = {'boat_id': 'str'}
    attribute_map = {
        'boat_id': 'boatID',
        'mast_height': 'Mast.Height'
    }
",
];

const NEXTGEN: [&str; 2] = [
    "
class BoatsApi:
    @validate_call
    def list_boats(self, fleet_id: StrictStr) -> Boat:
        _param = self._list_boats_serialize(fleet_id=fleet_id)

    def _list_boats_serialize(self, fleet_id, page_size, fleet_key, photo) -> RequestSerialized:
        if fleet_id is not None:
            _path_params['fleetID'] = fleet_id
        if page_size is not None:
            _query_params.append(('page-Size', page_size.value))
        if fleet_key is not None:
            _header_params['Fleet-Key'] = fleet_key
        if photo is not None:
            _files['Photo'] = photo
        _auth_settings: List[str] = ['key', 'login']
",
    "
class Boat(BaseModel):
    boat_id: StrictStr = Field(description=\"Number\", alias=\"boatID\")
    mast_height: Optional[StrictFloat] = Field(default=None, alias='Mast.Height')
    __properties: ClassVar[List[str]] = [\"boatID\", \"Mast.Height\"]
",
];

const PRIOR: [&str; 2] = [
    "
class BoatsApi(object):
    def __init__(self, api_client=None):
        self.list_boats_endpoint = _Endpoint(
            settings={'auth': ['key', 'login'], 'operation_id': 'list_boats', 'endpoint_path': '/boats/{fleetID}'},
            root_map={
                'attribute_map': {
                    'fleet_id': 'fleetID', 'page_size': 'page-Size', 'fleet_key': 'Fleet-Key', 'photo': 'Photo',
                },
                'location_map': {'fleet_id': 'path', 'page_size': 'query', 'fleet_key': 'header', 'photo': 'form'},
            },
            api_client=api_client,
        )
",
    "
class Boat(ModelNormal):
    attribute_map = {
        'boat_id': 'boatID',  # noqa: E501
        'mast_height': 'Mast.Height',  # noqa: E501
    }
",
];

fn converted(page: &str, sources: &[&str]) -> Conversion {
    let mut pages = Pages::new();
    pages.insert("BoatsApi.md", page);
    pages.insert("Boat.md", MODEL);
    for (at, text) in sources.iter().enumerate() {
        pages.insert_source(format!("{at}.py"), *text);
    }
    convert(&pages, &Options::default()).unwrap()
}

fn rules(conversion: &Conversion, rule: &str) -> Vec<String> {
    let rows = conversion.report.rows.iter().filter(|row| row.rule.as_str() == rule);
    rows.map(ToString::to_string).collect()
}

#[test]
fn each_family_of_generators_is_read() {
    for sources in [LEGACY, NEXTGEN, PRIOR] {
        let read = converted(PAGE, &sources);
        let operation = &read.document["paths"]["/boats/{fleetID}"]["post"];
        let parameters: Vec<(&Value, &Value)> =
            operation["parameters"].as_array().unwrap().iter().map(|one| (&one["name"], &one["in"])).collect();
        let expected = json!([["fleetID", "path"], ["page-Size", "query"], ["Fleet-Key", "header"]]);
        assert_eq!(json!(parameters), expected, "{sources:?}");
        let form = &operation["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"];
        assert_eq!(form.as_object().unwrap().keys().collect::<Vec<_>>(), ["Photo"]);
        assert_eq!(operation["x-unresolved-security"], json!(["key", "login"]));
        let properties = read.document["components"]["schemas"]["Boat"]["properties"].as_object().unwrap();
        assert_eq!(properties.keys().collect::<Vec<_>>(), ["boatID", "Mast.Height"]);
        assert_eq!(rules(&read, "source-witness").len(), 2);
        let differing = rules(&read, "source-disagreement");
        assert_eq!(
            differing,
            [
                "BoatsApi.md:23: operation list_boats: the page names the security schemes key, the source key, login [source-disagreement]"
            ]
        );
    }
}

#[test]
fn pages_alone_infer() {
    let read = converted(PAGE, &[]);
    let properties = read.document["components"]["schemas"]["Boat"]["properties"].as_object().unwrap();
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["boat_id", "mast_height"]);
    assert_eq!(rules(&read, "source-witness"), Vec::<String>::new());
}

#[test]
fn what_the_source_lacks_is_reported_and_inferred() {
    let read = converted(&PAGE.replace("**page_size**", "**page_number**"), &LEGACY);
    let differing = rules(&read, "source-disagreement");
    assert!(differing[0].contains("does nothing with `page_number`"), "{differing:?}");
    assert_eq!(read.report.of(Kind::Problem).filter(|row| row.rule.as_str() == "source-disagreement").count(), 2);
}

#[test]
fn a_model_extends_another() {
    let (page, vessel) = (
        MODEL.replace("# Boat", "# Sloop").replace("boat_id", "rig_id"),
        "class Vessel(object):\n    attribute_map = {'hull': 'Hull'}\n",
    );
    let sloop = "class Sloop(Boat, Vessel):\n    rig_id: str\n    mast_height: float = Field(alias=\"Mast.Height\")\n    __properties = []\n";
    let mut pages = Pages::new();
    pages.insert("BoatsApi.md", PAGE);
    pages.insert("Boat.md", MODEL);
    pages.insert("Sloop.md", page);
    pages.insert_source("a.py", format!("{}\n{sloop}{vessel}", NEXTGEN[1]));
    let read = convert(&pages, &Options::default()).unwrap();
    let schema = &read.document["components"]["schemas"]["Sloop"]["allOf"];
    assert_eq!(schema[0], json!({"$ref": "#/components/schemas/Boat"}));
    assert_eq!(schema[1]["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["rig_id", "Mast.Height"]);
    // Vessel has no page, so that nothing could refer to it.
    assert_eq!(schema.as_array().unwrap().len(), 2);
}

#[test]
fn sources_are_found_beside_the_pages() {
    let sdk = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = sdk.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("docs/BoatsApi.md", PAGE);
    assert_eq!(find_sources(sdk.path()), None);
    write("harbour/api/__init__.py", "");
    write("harbour/models/__init__.py", "");
    write("harbour/models/boat.py", NEXTGEN[1]);
    let package = sdk.path().join("harbour");
    assert_eq!(find_sources(sdk.path()), Some(package.clone()));
    let beside = find_sources(&sdk.path().join("docs")).unwrap();
    assert_eq!(beside.canonicalize().unwrap(), package.canonicalize().unwrap());
    let mut pages = read_dir(sdk.path()).unwrap();
    read_sources(&package, &mut pages).unwrap();
    let fault = read_sources(&sdk.path().join("docs"), &mut Pages::new()).unwrap_err();
    assert!(matches!(fault, Error::NoSources { .. }), "{fault}");
    write("other/api/__init__.py", "");
    write("other/model/__init__.py", "");
    assert_eq!(find_sources(sdk.path()), None, "of two packages none is guessed");
}

#[test]
fn no_source_makes_the_reading_fail() {
    let deep = format!("class BoatsApi:\n    def a(self):\n        x = {}1{}\n", "(".repeat(5_000), ")".repeat(5_000));
    for text in ["", "\u{0}", "class", "class BoatsApi(\n  def list_boats(", "class BoatsApi:\n  pass", deep.as_str()] {
        let read = converted(PAGE, &[text]);
        assert_eq!(rules(&read, "source-witness"), Vec::<String>::new(), "{text}");
    }
}

/// The same limits as each family of generators writes them: of a property, a parameter and a model.
const LIMITED: [&str; 3] = [
    "
class BoatsApi(object):
    def list_boats_with_http_info(self, fleet_id, **kwargs):
        if len(params['fleet_id']) > 8:
            raise ApiValueError(\"Invalid value for parameter `fleet_id` when calling `list_boats`, length must be less than or equal to `8`\")
        if params['page_size'] < 1:
            raise ApiValueError(\"Invalid value for parameter `page_size` when calling `list_boats`, must be a value greater than or equal to `1`\")
        path_params['fleetID'] = params['fleet_id']

class Boat(object):
    attribute_map = {'boat_id': 'boatID', 'mast_height': 'mast'}

    @boat_id.setter
    def boat_id(self, boat_id):
        allowed_values = [\"b1\", \"b2\"]
        if boat_id not in allowed_values:
            raise ValueError(\"Invalid value for `boat_id` ({0}), must be one of {1}\")
        if not re.search(r'^b\\d$', boat_id):
            raise ValueError(r\"Invalid value for `boat_id`, must be a follow pattern or equal to `/^b\\d$/`\")

    @mast_height.setter
    def mast_height(self, mast_height):
        if mast_height >= 90:
            raise ValueError(\"Invalid value for `mast_height`, must be a value less than `90`\")
",
    "
class BoatsApi:
    def list_boats(
        self,
        fleet_id: Annotated[str, Field(strict=True, max_length=8)],
        page_size: Annotated[Optional[Annotated[int, Field(strict=True, ge=1)]], Field(description=\"x\")] = None,
    ) -> Boat:
        pass

class Boat(BaseModel):
    boat_id: StrictStr = Field(alias=\"boatID\")
    mast_height: Optional[Annotated[float, Field(lt=90, strict=True)]] = Field(default=None, alias=\"mast\")
    __properties: ClassVar[List[str]] = [\"boatID\", \"mast\"]

    @field_validator('boat_id')
    def boat_id_validate_enum(cls, value):
        if value not in set(['b1', 'b2']):
            raise ValueError(\"must be one of enum values\")
        return value

    @field_validator('boat_id')
    def boat_id_validate_regular_expression(cls, value):
        if not re.match(r\"^b\\d$\", value):
            raise ValueError(r\"must validate the regular expression\")
        return value
",
    "
class BoatsApi(object):
    def __init__(self, api_client=None):
        self.list_boats_endpoint = _Endpoint(
            settings={'operation_id': 'list_boats'},
            root_map={'validations': {('fleet_id',): {'max_length': 8,}, ('page_size',): {'inclusive_minimum': 1,},}},
        )

class Boat(ModelNormal):
    allowed_values = {('boat_id',): {'B1': \"b1\", 'B2': \"b2\",},}
    validations = {
        ('boat_id',): {'regex': {'pattern': r'^b\\d$',},},
        ('mast_height',): {'exclusive_maximum': 90,},
    }
    attribute_map = {'boat_id': 'boatID', 'mast_height': 'mast'}
",
];

#[test]
fn limits_are_read_in_each_family() {
    for sources in LIMITED {
        let read = converted(PAGE, &[sources]);
        let boat = &read.document["components"]["schemas"]["Boat"]["properties"];
        assert_eq!(boat["boatID"], json!({"type": "string", "enum": ["b1", "b2"], "pattern": r"^b\d$"}), "{sources}");
        let mast = json!({"type": "number", "maximum": 90, "exclusiveMaximum": true});
        assert_eq!(boat["mast"], mast, "{sources}");
        let operation = &read.document["paths"]["/boats/{fleetID}"]["post"];
        assert_eq!(operation["parameters"][0]["schema"], json!({"type": "string", "maxLength": 8}), "{sources}");
        assert!(operation.to_string().contains(r#""minimum":1"#), "{sources}");
    }
}

#[test]
fn a_limit_is_no_value_however_it_is_spelled() {
    for (spelled, expected) in [
        ("'exclusive_maximum''inclusive_maximum'", json!({"type": "number", "maximum": 90, "exclusiveMaximum": true})),
        ("'exclusive_minimum''inclusive_minimum'", json!({"type": "number", "minimum": 90, "exclusiveMinimum": true})),
        ("'unheard_of'", json!({"type": "number"})),
    ] {
        let source = LIMITED[2].replace("'exclusive_maximum'", spelled);
        let read = converted(PAGE, &[&source]);
        let mast = &read.document["components"]["schemas"]["Boat"]["properties"]["mast"];
        assert_eq!(*mast, expected, "{spelled}");
    }
}

#[test]
fn a_pattern_in_the_path_gives_way_to_another_in_the_source() {
    let page = PAGE.replace("/boats/{fleetID}", "/boats/{fleetID:[a-z]+}");
    for (pattern, differing) in [("[a-z]+", 0), ("[0-9]+", 1)] {
        let source = LIMITED[1].replace("max_length=8", &format!("pattern=r'{pattern}'"));
        let read = converted(&page, &[&source, NEXTGEN[0]]);
        let schema = &read.document["paths"]["/boats/{fleetID}"]["post"]["parameters"][0]["schema"];
        assert_eq!(schema["pattern"], pattern, "{schema}");
        let rows = rules(&read, "source-disagreement");
        assert_eq!(rows.iter().filter(|row| row.contains("pattern")).count(), differing, "{rows:?}");
    }
}

#[test]
fn members_of_an_enumeration_are_read_and_compared() {
    let source = "class Boat(str, Enum):\n    SLOOP = 'sloop'\n    YAWL = 'yawl'\n    @classmethod\n    def from_json(cls): pass\n";
    let read = |page: &str| {
        let mut pages = Pages::new();
        pages.insert("BoatsApi.md", PAGE);
        pages.insert("Boat.md", page);
        pages.insert_source("a.py", source);
        convert(&pages, &Options::default()).unwrap()
    };
    let empty = "# Boat\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n";
    let enumeration = json!({"type": "string", "enum": ["sloop", "yawl"]});
    assert_eq!(read(empty).document["components"]["schemas"]["Boat"], enumeration);
    let other = read("# Boat\n\n## Enum\n\n* `SLOOP` (value: `'sloop'`)\n");
    assert_eq!(other.document["components"]["schemas"]["Boat"], enumeration);
    let differing = rules(&other, "source-disagreement");
    assert!(
        differing.iter().any(|row| row.contains(r#"the model to be "sloop", the source "sloop", "yawl""#)),
        "{differing:?}"
    );
}

#[test]
fn members_that_begin_with_an_underscore_are_read() {
    let empty = "# Boat\n\n## Properties\nName | Type | Description | Notes\n--- | --- | --- | ---\n";
    for source in [
        "class Boat(str, Enum):\n    __doc__ = 'x'\n    _ignore_ = 'y'\n    _2D = '2d'\n    SLOOP = 'sloop'\n",
        "class Boat(object):\n    _2D = '2d'\n    SLOOP = 'sloop'\n    SWAGGER = 'x'\n    allowable_values = [_2D, SLOOP]\n",
    ] {
        let mut pages = Pages::new();
        pages.insert("BoatsApi.md", PAGE);
        pages.insert("Boat.md", empty);
        pages.insert_source("a.py", source);
        let read = convert(&pages, &Options::default()).unwrap();
        assert_eq!(read.document["components"]["schemas"]["Boat"]["enum"], json!(["2d", "sloop"]), "{source}");
    }
}

#[test]
fn values_of_a_page_stay_where_the_source_sets_none() {
    for (ty, kept) in [("bool", json!(["b9"])), ("str", json!(["b1", "b2"]))] {
        let mut pages = Pages::new();
        pages.insert("BoatsApi.md", PAGE);
        let row = format!("**boat_id** | **{ty}** |  | must be one of [\"b9\", ]");
        pages.insert("Boat.md", MODEL.replace("**boat_id** | **str** |  | ", &row));
        pages.insert_source("a.py", LIMITED[2]);
        let read = convert(&pages, &Options::default()).unwrap();
        let boat = &read.document["components"]["schemas"]["Boat"]["properties"]["boatID"];
        assert_eq!(boat["enum"], kept, "{ty}");
        let differing = rules(&read, "source-disagreement").iter().filter(|row| row.contains("\"b9\"")).count();
        assert_eq!(differing, usize::from(ty == "str"), "{ty}");
    }
}

#[test]
fn values_with_an_escape_that_is_not_known_limit_nothing() {
    let read = |value: &str| {
        let read = converted(PAGE, &[&LIMITED[2].replace("\"b2\"", value)]);
        read.document["components"]["schemas"]["Boat"]["properties"]["boatID"]["enum"].clone()
    };
    assert_eq!(read(r#""caf\u00e9""#), json!(["b1", "café"]));
    assert_eq!(read(r#""\N{BULLET}""#), Value::Null);
}
