//! Registry: every plugin of a build, one list for each category.

/// Every plugin category, by name.
pub static CATEGORIES: &[CategoryInfo] = &[
<%- for category in categories %>
    CategoryInfo {
        name: "<[ category.name ]>",
        group: <[ category.group ]>,
        manifest_key: <[ category.key ]>,
        selection: Selection::<[ category.selection ]>,
        composition: &[
<%- for rule in category.rules %>
            CompositionRule {
                needs: <[ rule.needs ]>,
                from: <[ rule.from ]>,
                unsupported: |consumer, required, provider, provided| <[ rule.unsupported ]>,
                missing: <[ rule.missing ]>,
            },
<%- endfor %>
        ],
        needs: &<[ category.needs ]>,
        is_asked: <[ category.is_asked ]>,
    },
<%- endfor %>
];

<%- for version in api %>

/// The plugin interface of this floe.
pub const PLUGIN_API: ApiVersion = ApiVersion { major: <[ version.major ]>, minor: <[ version.minor ]> };
<%- endfor %>

/// All plugins of a build.
pub struct Registry {
<%- for category in categories %>
    /// The `<[ category.name ]>` plugins, by name.
    pub <[ category.field ]>: &'static [Entry<<[ category.plugin ]>>],
<%- endfor %>
}

impl Registry {
    /// One without plugins.
    pub const EMPTY: Self = Self { <% for category in categories %><[ category.field ]>: &[], <% endfor %>};

    /// Shows every list to a visitor, by category.
    pub fn visit(&self, visitor: &mut impl Visitor) {
<%- for category in categories %>
        visitor.category(self.<[ category.field ]>);
<%- endfor %>
    }

    /// What the contracts say of every plugin, by category and name.
    pub fn infos(&self) -> Vec<&'static PluginInfo> {
        let mut infos = Infos(Vec::new());
        self.visit(&mut infos);
        infos.0
    }

    /// What the contract says of one plugin.
    pub fn info(&self, category: &str, name: &str) -> Option<&'static PluginInfo> {
        self.infos().into_iter().find(|info| info.category == category && info.name == name)
    }
}

/// Who looks at a table's lists, each of which holds a type of its own.
pub trait Visitor {
    /// Looks at the plugins of one category.
    fn category<P: Category>(&mut self, entries: &'static [Entry<P>]);
}

struct Infos(Vec<&'static PluginInfo>);

impl Visitor for Infos {
    fn category<P: Category>(&mut self, entries: &'static [Entry<P>]) {
        self.0.extend(entries.iter().map(|entry| entry.info));
    }
}

/// A plugin category: the type that its plugins have.
pub trait Category: Clone + Send + Sync + 'static {
    /// Its name: `storage`
    const NAME: &'static str;
<%- for runtime in runtimes %>
    /// Its life cycle, if it has one.
    <[ runtime ]>;
<%- endfor %>
}

<%- for category in categories %>

impl Category for <[ category.plugin ]> {
    const NAME: &'static str = "<[ category.name ]>";
<%- for runtime in runtimes %>
    <[ runtime ]> { <[ category.runtime ]> }
<%- endfor %>
}
<%- endfor %>
