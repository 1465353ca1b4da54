//! What serde's derives leave open: an object in its order in which no key comes twice, one whose unknown members are
//! kept, and a part that is read once it is known where it stands.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::{Deserialize, Serialize, Serializer, forward_to_deserialize_any};
use serde_json::value::RawValue;

/// Up to so many members, an object is looked through for a repeated key.
const SMALL: usize = 16;

/// A text, borrowed where nothing in it is escaped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted;
        impl<'de> Visitor<'de> for Wanted {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Wanted).map(Text)
    }
}

/// The members of an object in their order, no key twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members<'a, T>(pub Vec<(Text<'a>, T)>);

impl<T> Default for Members<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Serialize> Serialize for Members<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, member)| (key, member)))
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Members<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted<'a, T>(Members<'a, T>);
        impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for Wanted<'a, T> {
            type Value = Members<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut keys = Keys::default();
                while let Some(key) = map.next_key::<Text<'a>>()? {
                    if keys.is_repeated(&self.0, &key) {
                        return Err(A::Error::custom("a key comes twice"));
                    }
                    self.0.0.push((key, map.next_value()?));
                }
                Ok(self.0)
            }
        }
        deserializer.deserialize_map(Wanted(Self::default()))
    }
}

/// The members of an object as written, each to be read as a `T`, or that there is none: the largest part of a file is
/// read without a look at it before.
pub struct IfObject<'a, T>(pub(crate) Option<Rest<'a>>, PhantomData<T>);

impl<'de: 'a, 'a, T> Deserialize<'de> for IfObject<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted;
        impl<'de> Visitor<'de> for Wanted {
            type Value = Option<Rest<'de>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Rest::deserialize(MapAccessDeserializer::new(map)).map(Some)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(None)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
                Ok(None)
            }
        }
        deserializer.deserialize_any(Wanted).map(|members| Self(members, PhantomData))
    }
}

/// The keys of an object of many members; nearly all have few, and looking through these is quicker.
#[derive(Default)]
pub(crate) struct Keys<'a>(BTreeSet<Text<'a>>);

impl<'a> Keys<'a> {
    /// Whether one of these members, which have all been asked about, has the key.
    pub(crate) fn is_repeated<T>(&mut self, members: &Members<'a, T>, key: &Text<'a>) -> bool {
        if members.0.len() < SMALL {
            return members.0.iter().any(|(known, _)| known == key);
        }
        if self.0.is_empty() {
            self.0.extend(members.0.iter().map(|(known, _)| known.clone()));
        }
        !self.0.insert(key.clone())
    }
}

/// What is not known of an object, as written.
pub(crate) type Rest<'a> = Members<'a, &'a RawValue>;

/// An object with what is known of it and the rest. `serde(flatten)` would take neither parts as written nor repeated
/// keys for what they are, and a derive alone takes a list for an object, too.
#[derive(Debug, Clone, Default)]
pub(crate) struct Open<'a, T> {
    pub(crate) known: T,
    pub(crate) rest: Rest<'a>,
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Open<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted<'a, T>(PhantomData<(&'a (), T)>);
        impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for Wanted<'a, T> {
            type Value = Open<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let mut rest = Rest::default();
                let known = T::deserialize(Sorter { map, rest: &mut rest })?;
                Ok(Open { known, rest })
            }
        }
        deserializer.deserialize_map(Wanted(PhantomData))
    }
}

/// Hands on the members that a struct has and keeps the rest.
struct Sorter<'r, 'a, A> {
    map: A,
    rest: &'r mut Rest<'a>,
}

impl<'de: 'a, 'a, A: MapAccess<'de>> Deserializer<'de> for Sorter<'_, 'a, A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.map)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(Known { map: self.map, fields, rest: self.rest, keys: Keys::default() })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Known<'r, 'a, A> {
    map: A,
    fields: &'static [&'static str],
    rest: &'r mut Rest<'a>,
    keys: Keys<'a>,
}

impl<'de: 'a, 'a, A: MapAccess<'de>> Known<'_, 'a, A> {
    /// The next member that the struct has.
    fn next(&mut self) -> Result<Option<Text<'a>>, A::Error> {
        while let Some(key) = self.map.next_key::<Text<'a>>()? {
            if self.fields.contains(&&*key.0) {
                return Ok(Some(key));
            }
            if self.keys.is_repeated(self.rest, &key) {
                return Err(A::Error::custom("a key comes twice"));
            }
            self.rest.0.push((key, self.map.next_value()?));
        }
        Ok(None)
    }
}

impl<'de: 'a, 'a, A: MapAccess<'de>> MapAccess<'de> for Known<'_, 'a, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.next()? else { return Ok(None) };
        let key: StrDeserializer<'_, A::Error> = (*key.0).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A part as written, to be read as a `T` once it is known where it stands: what is wrong is then said with its place.
pub struct Raw<'a, T>(pub(crate) &'a RawValue, PhantomData<T>);

impl<'de: 'a, 'a, T> Deserialize<'de> for Raw<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'a RawValue>::deserialize(deserializer).map(|raw| Self(raw, PhantomData))
    }
}

/// A part as what it should be; `None` where it is not. Nothing stands behind what was a part of a text.
pub(crate) fn read<'a, T: Deserialize<'a>>(part: &'a RawValue) -> Option<T> {
    T::deserialize(&mut serde_json::Deserializer::from_str(part.get())).ok()
}

/// A member that may be missing. `null` is there, unlike in an `Option`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<T>(pub Option<T>);

impl<T> Given<T> {
    /// Whether it is missing.
    pub fn is_missing(&self) -> bool {
        self.0.is_none()
    }
}

impl<'a, T> Given<Raw<'a, T>> {
    /// The part as written.
    pub(crate) fn part(&self) -> Option<&'a RawValue> {
        self.0.as_ref().map(|raw| raw.0)
    }
}

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Serialize> Serialize for Given<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|given| Self(Some(given)))
    }
}

/// For members of which one of another shape is as good as none.
///
/// # Errors
/// Where there is no JSON at all.
#[inline(never)] // There is one for every member of the preferences: 12 KB where each has its own.
pub fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    <&'de RawValue>::deserialize(deserializer).map(|part| read(part).unwrap_or_default())
}
