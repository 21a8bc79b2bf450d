//! Tests of the explanations of codes.

use floe_types::diagnostics::ALL;
use floe_types::documents::explanation::Explanation;

use crate::program::Folder;

#[test]
fn every_code_and_every_alias_is_explained_in_whatever_case_as_text_and_as_json() {
    let folder = Folder::empty();
    for info in ALL {
        let text = folder.run(&format!("explain {}", info.code));
        let heading = format!("{}[{}]: {}\n\n{}", info.severity, info.code, info.title, info.explain);
        assert!(text.code == 0 && text.stdout.starts_with(&heading), "{text:?}");
        assert!(text.stdout.contains(&format!("Remedy:\n\n    {}\n", info.help)), "{text:?}");
        for alias in info.aliases {
            assert_eq!(folder.run(&format!("explain {}", alias.to_lowercase())).stdout, text.stdout, "{alias}");
        }
        let json = folder.run(&format!("explain {} --format json", info.code.to_lowercase()));
        let json = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(Explanation::parse(&json).unwrap().code.as_str(), info.code);
    }
}
