//! Composition: the calls of the methods that floe asks, in topological order, and the copies of the answers into documents. Decides no
//! order; `floe_contract::composition` does.

use floe_contract::composition::{Call, Composition, Question, Source, carried, carrier};
use floe_contract::model::{AskedFor, Carrier, Field, Form, Model, Selection};
use serde_json::{Value, json};

use super::names;
use super::scope::Scope;
use super::source::filled;
use super::values::is_given;

const COMPOSITION: &str = include_str!("../../../../templates/rust/filled/composition.rs");

/// The parameters of questions with their types, which the model may lack.
const GIVEN: [(&str, &str); 4] = [
    ("target", "PlatformTarget"),
    ("products", "[ProductNames]"),
    ("product", "ProductNames"),
    ("artifact", "CompiledArtifacts"),
];

/// `composition.rs` of floe-types.
pub(super) fn composition(model: &Model, asked: &Composition<'_>) -> String {
    let mut scope = Scope::beside(model, ["Ask", "PlatformAnswers", "ProductAnswers"].map(str::to_owned));
    let taken = [("plugin", "Entry"), ("plugin", "PluginError"), ("registry", "Category"), ("registry", "Registry")];
    for (module, name) in taken {
        scope.imports.path(&format!("crate::{module}"), name);
    }
    scope.imports.path("serde_json", "Value");
    // Without a contract that defines the type of credentials, nobody asks for any.
    let is_credential = model.types.contains_key("Credential");
    let file_type = asked.artifact.first().and_then(|question| question.call.method.returns.as_ref());
    let mut questions = |questions: &[Question<'_>], bindings: &str| -> Vec<Value> {
        questions.iter().map(|one| question(&mut scope, one, bindings)).collect()
    };
    let (platform, product) = (questions(&asked.platform, "answers"), questions(&asked.product, "platform"));
    let artifact = questions(&asked.artifact, "platform");
    let holes = json!({
        "credential": if is_credential { scope.named("Credential") } else { "()".to_owned() },
        "given": {
            "platform": given(&mut scope, &GIVEN[..2]),
            "product": given(&mut scope, &GIVEN[..3]),
            "artifact": given(&mut scope, &GIVEN),
        },
        "platform": platform,
        "product": product,
        "artifact": artifact,
        "files": file_type.map(|ty| scope.owned(ty)).as_slice(),
        "carriers": carriers(&mut scope, asked),
    });
    filled("contracts/interfaces", &scope.imports, &floe_template::fill(COMPOSITION, &holes))
}

/// The name of an answer: `storage`, `dbt_profile`.
fn answer_name(question: &Question<'_>) -> String {
    names::value(question.answer_name())
}

fn is_several(question: &Question<'_>) -> bool {
    question.interface.selection == Selection::Several
}

/// The parameters that the model has types for, each lent.
fn given(scope: &mut Scope<'_>, parameters: &[(&str, &str)]) -> String {
    let known = parameters.iter().map(|(name, ty)| (name, ty, ty.trim_matches(['[', ']'])));
    let known = known.filter(|(.., plain)| scope.model.types.contains_key(*plain)).collect::<Vec<_>>();
    let lent = known.iter().map(|(name, ty, plain)| format!(", {name}: &{}", ty.replace(plain, &scope.named(plain))));
    lent.collect()
}

/// One question; `bindings` is the value that holds the answers for the platform.
fn question(scope: &mut Scope<'_>, question: &Question<'_>, bindings: &str) -> Value {
    let (category, method) = (&question.interface.head.id.name, question.call.method);
    let (kept, how) = if is_several(question) { ("Vec", "each") } else { ("Option", "one") };
    let ty = method.returns.as_ref().map_or_else(|| "()".to_owned(), |ty| scope.owned(ty));
    let asked = call(scope, &question.call, bindings);
    let asked = if can_fail(&question.call) { asked } else { format!("Ok({asked})") };
    let mut required: Vec<String> = Vec::new();
    for (interface, optional) in question.needs() {
        let name = names::value(&interface.head.id.name);
        if !optional && interface.selection != Selection::Several && !required.contains(&name) {
            required.push(name);
        }
    }
    let open: Vec<_> = required.iter().map(|name| format!("if let Some({name}) = &{bindings}.{name} {{")).collect();
    let credentials = format!("let credentials = ask.credentials(&{bindings}.values());");
    json!({
        "category": category,
        "method": method.name,
        "field": answer_name(question),
        "kept": format!("{kept}<{ty}>"),
        "open": open.concat() + if needs_credentials(&question.call) { &credentials } else { "" },
        "asked": format!("ask.{how}(registry.{}, |plugin| {asked})", names::value(category)),
        "close": "}".repeat(required.len()),
    })
}

fn call(scope: &Scope<'_>, call: &Call<'_>, bindings: &str) -> String {
    let arguments = call.given().map(|(parameter, source)| {
        let argument = match source {
            Source::Target => "target".to_owned(),
            Source::Products => "products".to_owned(),
            Source::Product => "product".to_owned(),
            Source::Artifact => "artifact".to_owned(),
            Source::Credentials => "&credentials".to_owned(),
            Source::Binding(interface) => {
                let name = names::value(&interface.head.id.name);
                match (&interface.selection, parameter.optional) {
                    (Selection::Several, _) => format!("&{bindings}.{name}"),
                    (_, true) => return format!("{bindings}.{name}.as_ref()"),
                    (_, false) => name,
                }
            }
            Source::Call(inner) => {
                let lent = if scope.is_copied(&parameter.ty) { "" } else { "&" };
                let failing = if can_fail(inner) { "?" } else { "" };
                format!("{lent}{}{failing}", self::call(scope, inner, bindings))
            }
        };
        if parameter.optional { format!("Some({argument})") } else { argument }
    });
    format!("plugin.main.{}({})", names::value(&call.method.name), arguments.collect::<Vec<_>>().join(", "))
}

fn can_fail(call: &Call<'_>) -> bool {
    !call.method.errors.is_empty()
}

fn needs_credentials(call: &Call<'_>) -> bool {
    call.arguments.iter().any(|source| match source {
        Source::Credentials => true,
        Source::Call(inner) => needs_credentials(inner),
        _ => false,
    })
}

/// The copies of the answers into the types that carry them; one list, or none where no type carries any.
fn carriers(scope: &mut Scope<'_>, asked: &Composition<'_>) -> Vec<Vec<Value>> {
    let carriers = [Carrier::Platform, Carrier::Product].into_iter().filter_map(|of| copies(scope, of, asked));
    Some(carriers.collect::<Vec<_>>()).filter(|all| !all.is_empty()).into_iter().collect()
}

fn copies(scope: &mut Scope<'_>, of: Carrier, asked: &Composition<'_>) -> Option<Value> {
    let carrier = carrier(scope.model, of)?;
    let Form::Object(fields) = &carrier.form else { return None };
    let is_product = of == Carrier::Product;
    let answered = |field: &Field| {
        let for_this = |question: &&Question<'_>| !is_product || question.asked_for() == Some(AskedFor::Both);
        let of_platform = asked.platform.iter().filter(for_this).map(|question| ("self", question));
        let of_product = asked.product.iter().filter(|_| is_product).map(|question| ("product", question));
        let mut all = of_product.chain(of_platform);
        let (answers, question) =
            all.find(|(_, question)| carried(carrier, question).is_some_and(|found| found.name == field.name))?;
        let answer = format!("{answers}.{}", answer_name(question));
        // No answers at all are an absent list, where the list may be absent.
        let is_list = is_several(question) && field.is_optional();
        Some(if is_list { format!("Some({answer}.clone()).filter(|all| !all.is_empty())") } else { answer })
    };
    let mut parameters = Vec::from_iter(is_product.then(|| ", product: &ProductAnswers".to_owned()));
    let (mut arguments, mut steps) = (Vec::new(), Vec::new());
    for field in fields {
        let name = names::value(&field.name);
        match (answered(field), is_given(field)) {
            (Some(answer), true) => arguments.push(format!("{answer}.clone()?")),
            (Some(answer), false) => steps.push(format!("carrier.{name}.clone_from(&{answer});")),
            (None, true) => {
                parameters.push(format!(", {name}: {}", scope.owned(&field.ty)));
                arguments.push(name);
            }
            (None, false) => {}
        }
    }
    let ty = scope.named(&carrier.name);
    let new = format!("{ty}::new({})", arguments.join(", "));
    let body = format!("let mut carrier = {new}; {} Some(carrier)", steps.concat());
    Some(json!({
        "name": carrier.name,
        "method": names::value(&carrier.name),
        "parameters": parameters.concat(),
        "ty": ty,
        "body": if steps.is_empty() { format!("Some({new})") } else { body },
    }))
}
