//! Names: one identifier in the cases that Rust, Python, Kubernetes and the shell want, and the nearest known name to a misspelt
//! one. Does not know reserved words.

/// The words of a name, in lower case.
///
/// Every character that is neither letter nor digit divides words, and so does a change of case: `HTTPServer` is `http server`. A digit
/// belongs to the word before the digit: `s3Bucket` is `s3 bucket`.
pub fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let divides = |at: usize| {
        let before_small = || chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        chars[at].is_uppercase() && (at == 0 || !chars[at - 1].is_uppercase() || before_small())
    };
    let mut words = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() || divides(at) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `warehouse_name`
pub fn snake_case(name: &str) -> String {
    words(name).join("_")
}

/// `warehouse-name`
pub fn kebab_case(name: &str) -> String {
    words(name).join("-")
}

/// `WAREHOUSE_NAME`
pub fn screaming_snake_case(name: &str) -> String {
    snake_case(name).to_uppercase()
}

/// `WarehouseName`
pub fn pascal_case(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// `warehouseName`
pub fn camel_case(name: &str) -> String {
    words(name).iter().enumerate().map(|(at, word)| if at == 0 { word.clone() } else { capitalised(word) }).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next();
    first.into_iter().flat_map(char::to_uppercase).chain(chars).collect()
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
    let plain = |name: &str| words(name).concat();
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
