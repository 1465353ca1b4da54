//! The schemas in `public/schema`, made from the types that are read and written.
#![allow(clippy::expect_used)] // a test that cannot go on must fail

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::policy::Structure;
use super::wire::{Change, File, History};
use crate::json::layout::Layout;
use crate::json::members::{Given, IfObject, Members, Raw, Text};

impl JsonSchema for Text<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl<T: JsonSchema> JsonSchema for Members<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("members_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let member = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": member })
    }
}

/// A value, or that there is none any more.
struct OrNull<V>(PhantomData<V>);

impl<V: JsonSchema> JsonSchema for OrNull<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}_or_null", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<V>::json_schema(generator)
    }
}

/// Described as what they hold.
macro_rules! as_inside {
    ($($outer:ty),*) => {$(
        impl<T: JsonSchema> JsonSchema for $outer {
            fn inline_schema() -> bool {
                T::inline_schema()
            }

            fn schema_name() -> Cow<'static, str> {
                T::schema_name()
            }

            fn schema_id() -> Cow<'static, str> {
                T::schema_id()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                T::json_schema(generator)
            }
        }
    )*};
}

as_inside!(Raw<'_, T>, Given<T>);

impl<T: JsonSchema> JsonSchema for IfObject<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Members::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Members::<T>::json_schema(generator)
    }
}

impl<V: JsonSchema> JsonSchema for History<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("changes_to_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<Change<'_, OrNull<V>>>::json_schema(generator)
    }
}

/// What a type is written as, in the words of draft 2020-12.
fn print<T: JsonSchema>(settings: SchemaSettings) -> String {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    // A part that is left out has no value, and how wide an integer is held here is nobody's business.
    let plain = |schema: &mut Schema| {
        schema.remove("default");
        schema.remove("format");
    };
    RecursiveTransform(plain).transform(&mut schema);
    crate::json::print(&schema, Layout::Pretty)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `REWRITE=1` after a change of the types.
    #[test]
    fn the_schemas_say_what_the_types_say() {
        let settings = SchemaSettings::draft2020_12;
        for (name, schema) in [
            ("ledger-1", print::<File<'_>>(settings())),
            ("policy", print::<Structure<'_>>(settings().for_serialize())),
        ] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/schema");
            let path = format!("{folder}/{name}.schema.json");
            if std::env::var_os("REWRITE").is_some() {
                assert!(std::fs::write(&path, &schema).is_ok(), "{path} cannot be written");
            }
            assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), schema, "{name}");
        }
    }
}
