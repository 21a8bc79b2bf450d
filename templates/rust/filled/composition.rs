//! Composition: asks each selected plugin as soon as the bindings that the plugin needs are there.

/// The answers of the selected plugins for the platform.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PlatformAnswers {
<%- for question in platform %>
    /// `<[ question.method ]>` of `<[ question.category ]>`.
    pub <[ question.field ]>: <[ question.kept ]>,
<%- endfor %>
}

/// The answers of the selected plugins for one product.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ProductAnswers {
<%- for question in product %>
    /// `<[ question.method ]>` of `<[ question.category ]>`.
    pub <[ question.field ]>: <[ question.kept ]>,
<%- endfor %>
}

/// Asks the selected plugins of a category, and reports what they refuse.
pub trait Ask {
    /// The answer of the selected plugin; `None` where no plugin is selected, or where the plugin refuses.
    fn one<P: Category, T>(
        &mut self,
        entries: &'static [Entry<P>],
        question: impl Fn(&P) -> Result<T, PluginError>,
    ) -> Option<T>;

    /// The answer of each selected plugin, in the order of the manifest.
    fn each<P: Category, T>(
        &mut self,
        entries: &'static [Entry<P>],
        question: impl Fn(&P) -> Result<T, PluginError>,
    ) -> Vec<T>;

    /// Every credential in these bindings, in the order of the bindings.
    fn credentials(&mut self, bindings: &[Value]) -> Vec<<[ credential ]>>;
}

impl PlatformAnswers {
    /// Asks the selected plugins for the bindings of a platform.
    pub fn ask(registry: &Registry, ask: &mut impl Ask <[ given.platform ]>) -> Self {
        let mut answers = Self::default();
<%- for question in platform %>
        <[ question.open ]> answers.<[ question.field ]> = <[ question.asked ]>; <[ question.close ]>
<%- endfor %>
        answers
    }

    /// Every binding that is there, as JSON.
    pub fn values(&self) -> Vec<Value> {
        let mut values = Vec::new();
<%- for question in platform %>
        values.extend(self.<[ question.field ]>.iter().map(|binding| binding.to_value()));
<%- endfor %>
        values
    }
}

impl ProductAnswers {
    /// Asks the selected plugins about one product.
    pub fn ask(registry: &Registry, ask: &mut impl Ask, platform: &PlatformAnswers <[ given.product ]>) -> Self {
        let mut answers = Self::default();
<%- for question in product %>
        <[ question.open ]> answers.<[ question.field ]> = <[ question.asked ]>; <[ question.close ]>
<%- endfor %>
        answers
    }
}

<%- for file in files %>

/// Asks the selected plugins for the files beside one artifact.
pub fn files(registry: &Registry, ask: &mut impl Ask, platform: &PlatformAnswers <[ given.artifact ]>) -> Vec<<[ file ]>> {
    let mut files = Vec::new();
<%- for question in artifact %>
    <[ question.open ]> files.extend(<[ question.asked ]>); <[ question.close ]>
<%- endfor %>
    files
}
<%- endfor %>

<%- for all in carriers %>

impl PlatformAnswers {
<%- for carrier in all %>
    /// <[ carrier.name ]> with every answer that it carries; `None` where a required answer is missing.
    pub fn <[ carrier.method ]>(&self <[ carrier.parameters ]>) -> Option<<[ carrier.ty ]>> { <[ carrier.body ]> }
<%- endfor %>
}
<%- endfor %>
