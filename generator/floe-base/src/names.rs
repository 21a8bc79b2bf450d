//! Names: one identifier in the cases that Rust, Python, Kubernetes and the shell want, and the nearest known name to a misspelt
//! one. Does not know reserved words.

/// The words of a name, in lower case.
pub fn words(name: &str) -> Vec<String> {
    parts(name).into_iter().map(|part| lower(part).collect()).collect()
}

/// The words of a name, in the case of the name.
///
/// Every character that is neither letter nor digit divides words, and so does a change of case: `HTTPServer` is `HTTP Server`. A digit
/// belongs to the word before the digit: `s3Bucket` is `s3 Bucket`.
fn parts(name: &str) -> Vec<&str> {
    let (mut words, mut begin, mut after_large) = (Vec::new(), 0, false);
    let mut chars = name.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before_small = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
        let divider = if c.is_alphanumeric() { 0 } else { c.len_utf8() };
        if divider > 0 || c.is_uppercase() && (!after_large || before_small) {
            words.push(&name[begin..at]);
            begin = at + divider;
        }
        after_large = c.is_uppercase();
    }
    words.push(&name[begin..]);
    words.retain(|word| !word.is_empty());
    words
}

fn lower(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase)
}

/// `warehouse_name`
pub fn snake_case(name: &str) -> String {
    divided(name, '_')
}

/// `warehouse-name`
pub fn kebab_case(name: &str) -> String {
    divided(name, '-')
}

/// `WAREHOUSE_NAME`
pub fn screaming_snake_case(name: &str) -> String {
    snake_case(name).to_uppercase()
}

/// `WarehouseName`
pub fn pascal_case(name: &str) -> String {
    capitalised(name, true)
}

/// `warehouseName`
pub fn camel_case(name: &str) -> String {
    capitalised(name, false)
}

// Names are made by the ten thousand, so no word becomes a string of its own.
fn divided(name: &str, divider: char) -> String {
    let mut made = String::with_capacity(name.len() + 4);
    for (at, word) in parts(name).into_iter().enumerate() {
        made.extend((at > 0).then_some(divider));
        made.extend(lower(word));
    }
    made
}

fn capitalised(name: &str, also_first: bool) -> String {
    let mut made = String::with_capacity(name.len());
    for (at, word) in parts(name).into_iter().enumerate() {
        let mut chars = lower(word);
        if at > 0 || also_first {
            made.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        }
        made.extend(chars);
    }
    made
}

/// A word longer than this is nobody's typing error, and comparing it would be slow.
const LONGEST_TYPED: usize = 64;

/// All candidates, the nearest to `word` first; equally near ones in alphabetical order.
pub fn by_nearness<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    ranked(word, candidates).into_iter().map(|(_, candidate)| candidate).collect()
}

/// The candidates that `word` may be a misspelling of, nearest first: one letter in three may be wrong; case and dividers do not count.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    let near = ranked(word, candidates).into_iter().take_while(|(distance, _)| *distance <= allowed);
    near.map(|(_, candidate)| candidate).collect()
}

fn ranked<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let plain = |name: &str| parts(name).into_iter().flat_map(lower).collect::<String>();
    let typeable = |name: &str| name.len() <= LONGEST_TYPED;
    let typed = typeable(word).then(|| plain(word));
    let distance = |candidate: &str| match &typed {
        Some(typed) if typeable(candidate) => strsim::damerau_levenshtein(typed, &plain(candidate)),
        _ => usize::MAX,
    };
    let mut ranked: Vec<_> = candidates.into_iter().map(|candidate| (distance(candidate), candidate)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_divides_at_case_changes_and_dividers_but_not_before_digits() {
        let cases: [(&str, &[&str]); 14] = [
            ("warehouse_name", &["warehouse", "name"]),
            ("warehouseName", &["warehouse", "name"]),
            ("WarehouseName", &["warehouse", "name"]),
            ("lineage-backend", &["lineage", "backend"]),
            ("otel/collector.config v2", &["otel", "collector", "config", "v2"]),
            ("HTTPServer", &["http", "server"]),
            ("dbtCLI", &["dbt", "cli"]),
            ("s3Bucket", &["s3", "bucket"]),
            ("OAuth2Client", &["o", "auth2", "client"]),
            ("AWS_ACCESS_KEY_ID", &["aws", "access", "key", "id"]),
            ("__x__", &["x"]),
            ("Straße", &["straße"]),
            ("", &[]),
            ("-", &[]),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn every_case_is_made_from_the_words() {
        let name = "semanticLayer-s3_URI";
        assert_eq!(snake_case(name), "semantic_layer_s3_uri");
        assert_eq!(kebab_case(name), "semantic-layer-s3-uri");
        assert_eq!(screaming_snake_case(name), "SEMANTIC_LAYER_S3_URI");
        assert_eq!(pascal_case(name), "SemanticLayerS3Uri");
        assert_eq!(camel_case(name), "semanticLayerS3Uri");
    }

    #[test]
    fn snake_case_leaves_a_snake_case_name_alone() {
        for name in ["s3", "a_1", "x86_64", "sha256", "v1beta2", "dbt_core_2"] {
            assert_eq!(snake_case(name), name);
        }
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest_first() {
        let known = ["polaris", "glue", "unity", "polarity"];
        assert_eq!(nearest("polairs", known), ["polaris"]);
        assert_eq!(nearest("polari", known), ["polaris", "polarity"]);
        assert_eq!(nearest("kafka", known), [] as [&str; 0]);
    }

    #[test]
    fn case_and_dividers_are_no_misspelling() {
        assert_eq!(nearest("clientSecretRef", ["client_id", "client_secret_ref"]), ["client_secret_ref"]);
    }

    #[test]
    fn equally_near_names_come_in_alphabetical_order_and_once() {
        assert_eq!(by_nearness("x", ["b", "a", "b", "xy"]), ["a", "b", "xy"]);
    }

    #[test]
    fn a_huge_word_is_near_to_nothing() {
        let huge = "a".repeat(1_000_000);
        assert_eq!(nearest(&huge, ["a", "aa"]), [] as [&str; 0]);
        assert_eq!(by_nearness(&huge, ["b", "a"]), ["a", "b"]);
    }
}
