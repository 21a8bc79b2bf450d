//! Every Service has an endpoint that is ready.

use crate::moment::Moment;
use crate::object::Object;
use crate::state::endpoints;

pub(super) fn served(moment: &Moment<'_>) -> Vec<(String, String)> {
    services(moment)
        .filter(|service| endpoints(service, moment.after).next().is_none())
        .map(|service| {
            let selector = service.at("/spec/selector");
            let pods = moment.after.pods(&service.id.namespace, selector).count();
            let cause = match pods {
                0 => format!("it has no endpoint: its selector {selector} matches no pod"),
                pods => {
                    format!("it has no endpoint: none of the {pods} pods that its selector {selector} matches is ready")
                }
            };
            (service.id.to_string(), cause)
        })
        .collect()
}

/// The Services of the release that find their pods by a selector.
pub(super) fn services<'a>(moment: &'a Moment<'_>) -> impl Iterator<Item = &'a Object> {
    let services = moment.held().map(|(_, object)| object).filter(|object| object.id.kind == "Service");
    services.filter(|service| service.at("/spec/selector").is_object() && service.text("/spec/type") != "ExternalName")
}
