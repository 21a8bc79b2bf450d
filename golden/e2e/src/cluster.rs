//! Requests to the API server: known kinds, held objects, the answer to an object, the permissions of an account.
//! Judges nothing.

use std::collections::BTreeSet;
use std::path::Path;

use k8s_openapi::api::authorization::v1::SelfSubjectRulesReview;
use kube::Client;
use kube::api::{ListParams, Patch, PatchParams, PostParams};
use kube::client::Body;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::core::Request;
use serde_json::{Value, json};

use crate::failure::{Context as _, Failure, Outcome};
use crate::kinds::{Kind, Kinds};
use crate::object::{Held, Id, Object, text};
use crate::rendering::Document;

/// Kinds that are not compared: kinds that nodes and controllers write all the time, kinds that another kind
/// duplicates, and the server's own address records, which the server corrects only every few minutes.
const PASSING: &[&str] = &["ComponentStatus", "Endpoints", "Event", "IPAddress", "Lease", "LeaseCandidate"];

/// The field manager: Helm's name, so that a dry run meets the same conflicts as Helm.
const MANAGER: &str = "helm";

/// The server's answer to an object in a dry run.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The warnings in the headers.
    pub warnings: Vec<String>,
    /// The object as the server would hold the object, or the reason of the refusal.
    pub verdict: Result<Value, String>,
}

/// A request, if it could be made.
type Made = Result<http::Request<Vec<u8>>, kube::core::request::Error>;

/// The API server of a control plane.
#[derive(Clone)]
pub struct Cluster {
    client: Client,
}

impl Cluster {
    /// The server that a kubeconfig leads to.
    ///
    /// # Errors
    /// A kubeconfig that cannot be read, or does not hold together.
    pub async fn connect(kubeconfig: &Path) -> Outcome<Self> {
        let unusable = || format!("{} cannot be used", kubeconfig.display());
        let file = Kubeconfig::read_from(kubeconfig).context(unusable)?;
        let config =
            kube::Config::from_custom_kubeconfig(file, &KubeConfigOptions::default()).await.context(unusable)?;
        Ok(Self { client: Client::try_from(config)? })
    }

    /// Whether the server is ready to serve.
    pub async fn is_ready(&self) -> bool {
        matches!(self.send(Request::new("/readyz").list(&ListParams::default())).await, Ok((Ok(_), _)))
    }

    /// The kinds that the server knows at this moment.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn kinds(&self) -> Outcome<Kinds> {
        Kinds::discover(&self.client).await
    }

    /// All objects in some namespaces and in none, but for the kinds that are left out.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn held(&self, kinds: &Kinds, namespaces: &BTreeSet<String>) -> Outcome<Held> {
        let mut held = Held::default();
        for kind in kinds.listed().filter(|kind| !PASSING.contains(&kind.name())) {
            for object in self.list(kind).await?.into_iter().filter_map(Object::new) {
                if object.id.namespace.is_empty() || namespaces.contains(&object.id.namespace) {
                    held.objects.insert(object.id.clone(), object);
                }
            }
        }
        let events = self.request(Request::new("/api/v1/events").list(&ListParams::default())).await?;
        held.events = events.0.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(held)
    }

    async fn list(&self, kind: &Kind) -> Outcome<Vec<Value>> {
        let (mut answer, _) = self.request(Request::new(kind.path("")).list(&ListParams::default())).await?;
        let Some(Value::Array(mut items)) = answer.get_mut("items").map(Value::take) else { return Ok(Vec::new()) };
        // In a list, objects do not say of which kind they are.
        for item in &mut items {
            item["apiVersion"] = json!(kind.api_version());
            item["kind"] = json!(kind.name());
        }
        Ok(items)
    }

    /// An object in the version of the rendered document, which need not be the version of lists.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn get(&self, kind: &Kind, id: &Id) -> Outcome<Option<Object>> {
        let request = Request::new(kind.path(&id.namespace)).get(&id.name, &kube::api::GetParams::default());
        let (Ok(value), _) = self.send(request).await? else { return Ok(None) };
        Ok(Object::new(value))
    }

    /// Sends a rendered document unchanged to the server as a strict dry run.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn dry_run(&self, kind: &Kind, document: &Document) -> Outcome<Answer> {
        let id = &document.object.id;
        let parameters = PatchParams::apply(MANAGER).force().dry_run().validation_strict();
        let mut request = Request::new(kind.path(&id.namespace))
            .patch(&id.name, &parameters, &Patch::Apply(&Value::Null))
            .context(|| format!("{id} cannot be sent"))?;
        // The text is sent unparsed, so that the server sees the same text as from Helm, duplicate keys included.
        *request.body_mut() = document.text.clone().into_bytes();
        let (verdict, warnings) = self.send(Ok(request)).await?;
        Ok(Answer { warnings, verdict })
    }

    /// Makes an object that the course needs; an object that exists already stays unchanged.
    ///
    /// # Errors
    /// The server refuses the object.
    pub async fn provide(&self, kinds: &Kinds, value: Value) -> Outcome<()> {
        let object = Object::new(value).context(|| "an object to be made has no name".to_owned())?;
        let unknown =
            || Failure::new(format!("the API server knows no {} {}", object.text("/apiVersion"), object.id.kind));
        let path = kinds.of(&object).ok_or_else(unknown)?.path(&object.id.namespace);
        let request = Request::new(path).create(&PostParams::default(), object.value.to_string().into_bytes());
        match self.send(request).await? {
            (Err(message), _) if !message.contains("already exists") => {
                Err(Failure::new(format!("{} cannot be made: {message}", object.id)))
            }
            _ => Ok(()),
        }
    }

    /// The permissions of a service account in a namespace, as the server states them to the account.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn rules(&self, account: &Id, namespace: &str) -> Outcome<SelfSubjectRulesReview> {
        let review = json!({
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": namespace},
        });
        let path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
        let mut request = Request::new(path)
            .create(&PostParams::default(), review.to_string().into_bytes())
            .context(|| "a review cannot be sent".to_owned())?;
        let user = format!("system:serviceaccount:{}:{}", account.namespace, account.name);
        let groups = [
            "system:serviceaccounts".to_owned(),
            format!("system:serviceaccounts:{}", account.namespace),
            "system:authenticated".to_owned(),
        ];
        let headers = request.headers_mut();
        headers.insert("impersonate-user", user.parse().context(|| format!("{user} is no user"))?);
        for group in groups {
            headers.append("impersonate-group", group.parse().context(|| format!("{group} is no group"))?);
        }
        let (answer, _) = self.request(Ok(request)).await?;
        serde_json::from_value(answer).context(|| format!("the review of {account} cannot be read"))
    }

    /// The version of Kubernetes.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub async fn version(&self) -> Outcome<String> {
        let (answer, _) = self.request(Request::new("/version").list(&ListParams::default())).await?;
        Ok(text(&answer, "/gitVersion").to_owned())
    }

    async fn request(&self, request: Made) -> Outcome<(Value, Vec<String>)> {
        match self.send(request).await? {
            (Ok(value), warnings) => Ok((value, warnings)),
            (Err(message), _) => Err(Failure::new(format!("the API server refuses a question: {message}"))),
        }
    }

    /// Sends a request. Gives the answer or the message of a refusal, and the warnings.
    async fn send(&self, request: Made) -> Outcome<(Result<Value, String>, Vec<String>)> {
        let request = request.context(|| "a request cannot be made".to_owned())?;
        let response = self.client.send(request.map(Body::from)).await?;
        let header = |value: &[u8]| warning_text(&String::from_utf8_lossy(value));
        let warnings = response.headers().get_all("warning").iter().map(|value| header(value.as_bytes())).collect();
        let status = response.status();
        let bytes = response.into_body().collect_bytes().await?;
        let value: Value =
            serde_json::from_slice(&bytes).unwrap_or_else(|_| json!({"message": String::from_utf8_lossy(&bytes)}));
        let verdict =
            if status.is_success() { Ok(value) } else { Err(format!("{} ({status})", text(&value, "/message"))) };
        Ok((verdict, warnings))
    }
}

/// The text in a warning header, `299 - "text"`.
fn warning_text(header: &str) -> String {
    let quoted = header.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
    quoted.map_or(header, |(text, _)| text).replace("\\\"", "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_header_gives_its_text() {
        assert_eq!(warning_text(r#"299 - "unknown field \"spec.a\"""#), r#"unknown field "spec.a""#);
        assert_eq!(warning_text("odd"), "odd");
    }
}
