//! The document: semantic model first, then the diagram (BPMN 2.0 §12, Diagram Definition 1.0).

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::element::{Diagram, Edge, Kind, Node, NodeIndex, ScopeIndex};
use super::layout::{Bounds, Layout};
use crate::definition::{Process, StepKind, parse_duration};

const NAMESPACES: [(&str, &str); 6] = [
    ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
    ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
    ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
    ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xmlns:throughline", "urn:throughline:bpmn:1"),
];

pub(super) fn write(process: &Process, diagram: &Diagram, layout: &Layout) -> String {
    let mut document = Document {
        out: Writer::new_with_indent(Vec::new(), b' ', 2),
        process,
        diagram,
        layout,
        errors: errors(diagram),
    };
    document.whole();
    String::from_utf8(document.out.into_inner()).expect("everything written was text")
}

/// Error codes with the ids of their definitions.
fn errors(diagram: &Diagram) -> BTreeMap<String, String> {
    let mut codes: Vec<String> = Vec::new();
    for node in &diagram.nodes {
        match &node.kind {
            Kind::ErrorEnd(code) | Kind::Boundary { code: Some(code), .. } => codes.push(code.clone()),
            Kind::Start { on_error: Some(own) } => codes.extend(own.iter().cloned()),
            _ => {}
        }
    }
    codes.sort();
    codes.dedup();
    codes
        .into_iter()
        .zip(1..)
        .map(|(code, number)| (code, format!("Error_{number}")))
        .collect()
}

struct Document<'a> {
    out: Writer<Vec<u8>>,
    process: &'a Process,
    diagram: &'a Diagram,
    layout: &'a Layout,
    errors: BTreeMap<String, String>,
}

impl Document<'_> {
    fn event(&mut self, event: Event<'_>) {
        self.out.write_event(event).expect("writing to memory does not fail");
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    fn whole(&mut self) {
        self.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let mut attributes = NAMESPACES.to_vec();
        attributes.extend([("id", "Definitions"), ("targetNamespace", "urn:throughline:process")]);
        self.open("bpmn:definitions", &attributes);
        for (code, id) in self.errors.clone() {
            self.empty("bpmn:error", &[("id", &id), ("name", &code), ("errorCode", &code)]);
        }
        let (key, name) = (self.process.key.clone(), self.process.name.clone());
        self.open(
            "bpmn:process",
            &[("id", &key), ("name", &name), ("isExecutable", "true")],
        );
        if let Some(description) = &self.process.description {
            self.text("bpmn:documentation", &[], description);
        }
        self.scope(0);
        self.close("bpmn:process");
        self.open("bpmndi:BPMNDiagram", &[("id", "Diagram")]);
        self.open("bpmndi:BPMNPlane", &[("id", "Plane"), ("bpmnElement", &key)]);
        self.shapes();
        self.close("bpmndi:BPMNPlane");
        self.close("bpmndi:BPMNDiagram");
        self.close("bpmn:definitions");
    }

    fn scope(&mut self, scope: ScopeIndex) {
        let own = &self.diagram.scopes[scope];
        for node in &own.nodes {
            self.node(*node, &own.edges);
        }
        for edge in &own.edges {
            self.flow(edge);
        }
    }

    fn node(&mut self, index: NodeIndex, edges: &[Edge]) {
        let node = &self.diagram.nodes[index];
        let tag = tag(&node.kind);
        let mut attributes = vec![("id", node.id.as_str())];
        if !node.name.is_empty() {
            attributes.push(("name", node.name.as_str()));
        }
        let default = edges.iter().find(|edge| edge.from == index && edge.is_default);
        if let Some(default) = default {
            attributes.push(("default", default.id.as_str()));
        }
        match &node.kind {
            Kind::Boundary { host, .. } => attributes.push(("attachedToRef", self.diagram.nodes[*host].id.as_str())),
            Kind::SubProcess { event: true, .. } => attributes.push(("triggeredByEvent", "true")),
            Kind::Service(operation) => attributes.push(("throughline:operation", operation.as_str())),
            Kind::Script(_) => attributes.push(("scriptFormat", "rhai")),
            Kind::Parallel => attributes.push(("gatewayDirection", self.direction(node))),
            _ => {}
        }
        if let Some(timeout) = &node.timeout {
            attributes.push(("throughline:timeout", timeout.as_str()));
        }
        self.open(tag, &attributes);
        for edge in edges.iter().filter(|edge| edge.to == index) {
            self.text("bpmn:incoming", &[], &edge.id);
        }
        for edge in edges.iter().filter(|edge| edge.from == index) {
            self.text("bpmn:outgoing", &[], &edge.id);
        }
        self.inside(node);
        self.close(tag);
    }

    fn direction(&self, node: &Node) -> &'static str {
        let join = node
            .step
            .is_some_and(|step| matches!(self.process.steps[usize::from(step.0)].kind, StepKind::Join));
        if join { "Converging" } else { "Diverging" }
    }

    /// What stands in an element after its flows.
    fn inside(&mut self, node: &Node) {
        if let Some(multi) = &node.multi {
            let sequential = if multi.sequential { "true" } else { "false" };
            let attributes = [
                ("isSequential", sequential),
                ("throughline:forEach", multi.list.as_str()),
            ];
            self.empty("bpmn:multiInstanceLoopCharacteristics", &attributes);
        }
        match &node.kind {
            Kind::Script(code) => self.text("bpmn:script", &[], code),
            Kind::SubProcess { scope, .. } => self.scope(*scope),
            Kind::Timer(time) => self.timer(time),
            Kind::ErrorEnd(code) | Kind::Boundary { code: Some(code), .. } => self.error(Some(code)),
            Kind::Boundary { code: None, .. } => self.error(None),
            Kind::Start { on_error: Some(codes) } => match codes.as_slice() {
                [code] => self.error(Some(code)),
                // An error start event names one error or takes all: of several, `name` tells which.
                _ => self.error(None),
            },
            Kind::LinkCatch(name) | Kind::LinkThrow(name) => self.empty("bpmn:linkEventDefinition", &[("name", name)]),
            _ => {}
        }
    }

    fn error(&mut self, code: Option<&str>) {
        match code.and_then(|code| self.errors.get(code).cloned()) {
            Some(id) => self.empty("bpmn:errorEventDefinition", &[("errorRef", &id)]),
            None => self.empty("bpmn:errorEventDefinition", &[]),
        }
    }

    fn timer(&mut self, time: &str) {
        let formal = [("xsi:type", "bpmn:tFormalExpression")];
        self.open("bpmn:timerEventDefinition", &[]);
        match parse_duration(time) {
            Ok(duration) => self.text("bpmn:timeDuration", &formal, &iso(duration)),
            Err(_) if time.starts_with('=') => self.text("bpmn:timeDuration", &formal, time),
            Err(_) => self.text("bpmn:timeDate", &formal, time),
        }
        self.close("bpmn:timerEventDefinition");
    }

    fn flow(&mut self, edge: &Edge) {
        let (from, to) = (&self.diagram.nodes[edge.from].id, &self.diagram.nodes[edge.to].id);
        let attributes = [("id", edge.id.as_str()), ("sourceRef", from), ("targetRef", to)];
        match &edge.condition {
            None => self.empty("bpmn:sequenceFlow", &attributes),
            Some(condition) => {
                self.open("bpmn:sequenceFlow", &attributes);
                let formal = [("xsi:type", "bpmn:tFormalExpression")];
                self.text("bpmn:conditionExpression", &formal, condition);
                self.close("bpmn:sequenceFlow");
            }
        }
    }

    fn shapes(&mut self) {
        for (index, node) in self.diagram.nodes.iter().enumerate() {
            let id = format!("{}_di", node.id);
            let mut attributes = vec![("id", id.as_str()), ("bpmnElement", node.id.as_str())];
            match node.kind {
                Kind::SubProcess { .. } => attributes.push(("isExpanded", "true")),
                Kind::Exclusive => attributes.push(("isMarkerVisible", "true")),
                _ => {}
            }
            self.open("bpmndi:BPMNShape", &attributes);
            self.bounds(self.layout.nodes[index]);
            self.close("bpmndi:BPMNShape");
        }
        for (scope, routes) in self.diagram.scopes.iter().zip(&self.layout.edges) {
            for (edge, points) in scope.edges.iter().zip(routes) {
                let id = format!("{}_di", edge.id);
                self.open("bpmndi:BPMNEdge", &[("id", &id), ("bpmnElement", &edge.id)]);
                for (x, y) in points {
                    self.empty("di:waypoint", &[("x", &number(*x)), ("y", &number(*y))]);
                }
                self.close("bpmndi:BPMNEdge");
            }
        }
    }

    fn bounds(&mut self, bounds: Bounds) {
        let [x, y, width, height] = [bounds.x, bounds.y, bounds.width, bounds.height].map(number);
        self.empty(
            "dc:Bounds",
            &[("x", &x), ("y", &y), ("width", &width), ("height", &height)],
        );
    }
}

fn tag(kind: &Kind) -> &'static str {
    match kind {
        Kind::Start { .. } => "bpmn:startEvent",
        Kind::End | Kind::ErrorEnd(_) => "bpmn:endEvent",
        Kind::Service(_) => "bpmn:serviceTask",
        Kind::Script(_) => "bpmn:scriptTask",
        Kind::Task => "bpmn:task",
        Kind::Exclusive => "bpmn:exclusiveGateway",
        Kind::Parallel => "bpmn:parallelGateway",
        Kind::Timer(_) | Kind::LinkCatch(_) => "bpmn:intermediateCatchEvent",
        Kind::LinkThrow(_) => "bpmn:intermediateThrowEvent",
        Kind::SubProcess { .. } => "bpmn:subProcess",
        Kind::Boundary { .. } => "bpmn:boundaryEvent",
    }
}

/// Pixels, without noise behind the point.
fn number(value: f64) -> String {
    format!("{value:.0}")
}

/// A duration as ISO 8601 writes it, in seconds.
fn iso(duration: std::time::Duration) -> String {
    match duration.subsec_millis() {
        0 => format!("PT{}S", duration.as_secs()),
        millis => format!("PT{}.{millis:03}S", duration.as_secs()),
    }
}
