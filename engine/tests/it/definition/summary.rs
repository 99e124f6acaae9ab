//! A compiled process as text, for snapshots.

use std::fmt::Write as _;

use throughline_engine::definition::*;

pub(super) fn summary(process: &Process) -> String {
    let mut out = String::new();
    let Process {
        key,
        name,
        description,
        input_schema,
        max_activities,
        business_key,
        bodies,
        steps,
        flows,
        group,
        triggers,
    } = process;
    writeln!(out, "process {key} ({name})").unwrap();
    if let Some(group) = group {
        writeln!(out, "group {group}").unwrap();
    }
    if let Some(description) = description {
        writeln!(out, "  {description}").unwrap();
    }
    for trigger in triggers {
        writeln!(out, "trigger {}", self::trigger(trigger)).unwrap();
    }
    writeln!(out, "input {input_schema}").unwrap();
    if *max_activities != 1_000_000 {
        writeln!(out, "at most {max_activities} activities").unwrap();
    }
    if let Some(key) = business_key {
        writeln!(out, "business key {}", template(key)).unwrap();
    }
    for (at, body) in bodies.iter().enumerate() {
        let Body {
            owner,
            parent,
            kind,
            start,
            variables,
            ..
        } = body;
        let owner = owner.map_or("-".to_owned(), |o| steps[usize::from(o.0)].path.to_string());
        let parent = parent.map_or("-".to_owned(), |p| p.0.to_string());
        let start = start.map_or("-".to_owned(), |s| steps[usize::from(s.0)].key.clone());
        writeln!(out, "body {at} {kind:?} of {owner} in {parent} starts at {start}").unwrap();
        for (slot, variable) in variables.iter().enumerate() {
            writeln!(out, "  {slot} {} = {}", variable.name, template(&variable.initial)).unwrap();
        }
    }
    for step in steps {
        self::step(&mut out, process, step);
    }
    for (at, flow) in flows.iter().enumerate() {
        let path = |s: StepIndex| steps[usize::from(s.0)].path.clone();
        writeln!(
            out,
            "flow {at} {:?} {} -> {}",
            flow.kind,
            path(flow.from),
            path(flow.to)
        )
        .unwrap();
    }
    out
}

fn trigger(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Manual => "manual".to_owned(),
        Trigger::Section(SectionTrigger {
            section,
            action,
            position,
        }) => format!("section {section} {action} at {}:{}", position.line, position.column),
        Trigger::Record(RecordTrigger {
            section,
            on,
            when,
            input,
            position,
        }) => {
            let when = when.as_ref().map_or("always".to_owned(), |w| {
                format!("={:?}@{}:{}", w.script.source(), w.position.line, w.position.column)
            });
            let input: Vec<String> = input
                .iter()
                .map(|(name, value)| format!("{name}: {}", trigger_value(value)))
                .collect();
            format!(
                "record {section} {on:?} when {when} input {{{}}} at {}:{}",
                input.join(", "),
                position.line,
                position.column
            )
        }
        Trigger::Schedule(ScheduleTrigger {
            name,
            cron,
            timezone,
            overlap,
            missed,
            jitter,
            start,
            end,
            input,
            position,
        }) => format!(
            "schedule {name} {:?} in {timezone} {overlap:?} {missed:?} jitter {jitter:?} from {start:?} to {end:?} input {input} at {}:{}",
            cron.as_str(),
            position.line,
            position.column
        ),
    }
}

fn trigger_value(value: &TriggerValue) -> String {
    match value {
        TriggerValue::Literal(value) => value.to_string(),
        TriggerValue::Expression(e) => format!("={}", e.script.source()),
        TriggerValue::List(items) => format!("[{}]", items.iter().map(trigger_value).collect::<Vec<_>>().join(", ")),
        TriggerValue::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", trigger_value(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn step(out: &mut String, process: &Process, step: &Step) {
    let Step {
        path,
        name,
        body,
        multi,
        set,
        next,
        catches,
        retry,
        timeout,
        incoming,
        position,
        key,
        kind,
    } = step;
    let incoming: Vec<u16> = incoming.iter().map(|f| f.0).collect();
    write!(
        out,
        "step {path} in {} at {}:{}",
        body.0, position.line, position.column
    )
    .unwrap();
    if name != key {
        write!(out, " ({name})").unwrap();
    }
    writeln!(out, " in {incoming:?} next {}", target(process, *next)).unwrap();
    match kind {
        StepKind::Call { operation, with } => writeln!(out, "  call {operation} {}", template(with)).unwrap(),
        StepKind::Script(code) => writeln!(out, "  script {}", expression(code)).unwrap(),
        StepKind::Choose(branches) => {
            for branch in branches {
                let when = branch.when.as_ref().map_or("otherwise".to_owned(), |w| expression(w));
                writeln!(
                    out,
                    "  when {when} to {}{}",
                    target(process, branch.to),
                    assignments(&branch.set)
                )
                .unwrap();
            }
        }
        StepKind::Fork(flows) => writeln!(out, "  fork {:?}", flows.iter().map(|f| f.0).collect::<Vec<_>>()).unwrap(),
        StepKind::Join => writeln!(out, "  join").unwrap(),
        StepKind::SubProcess(body) => writeln!(out, "  body {}", body.0).unwrap(),
        StepKind::Wait(time) => writeln!(out, "  wait {}", template(time)).unwrap(),
        StepKind::End(End::None { result }) => {
            writeln!(out, "  end {}", result.as_ref().map_or(String::new(), template)).unwrap();
        }
        StepKind::End(End::Error { code, message, data }) => {
            let show = |t: &Option<Template>| t.as_ref().map_or("-".to_owned(), template);
            writeln!(out, "  throw {code} {} {}", show(message), show(data)).unwrap();
        }
        StepKind::Pass => writeln!(out, "  pass").unwrap(),
    }
    if let Some(MultiInstance {
        list,
        parallel,
        body,
        collect,
    }) = multi
    {
        let collect = collect.as_ref().map_or("result".to_owned(), template);
        writeln!(
            out,
            "  for each {} x{} body {} collect {collect}",
            template(list),
            template(parallel),
            body.0
        )
        .unwrap();
    }
    if !set.is_empty() {
        writeln!(out, " {}", assignments(set)).unwrap();
    }
    for Catch { pattern, set, to } in catches {
        let to = to.map_or("done".to_owned(), |t| target(process, t));
        writeln!(out, "  catch {pattern:?} to {to}{}", assignments(set)).unwrap();
    }
    if *retry != Retry::default() {
        writeln!(out, "  retry {} {:?}..{:?}", retry.attempts, retry.first, retry.longest).unwrap();
    }
    if let Some(timeout) = timeout {
        writeln!(out, "  timeout {}", template(timeout)).unwrap();
    }
}

fn target(process: &Process, target: Target) -> String {
    match target {
        Target::End => "end".to_owned(),
        Target::Flow(flow) => {
            let to = process.flows[usize::from(flow.0)].to;
            format!("{} by {}", process.steps[usize::from(to.0)].key, flow.0)
        }
    }
}

fn assignments(set: &[Assignment]) -> String {
    set.iter()
        .map(|a| format!(" set {}@{}.{} = {}", a.name, a.to.up, a.to.slot, template(&a.value)))
        .collect()
}

fn template(template: &Template) -> String {
    match template {
        Template::Literal(value) => value.to_string(),
        Template::Expression(code) => expression(code),
        Template::List(items) => format!("[{}]", items.iter().map(self::template).collect::<Vec<_>>().join(", ")),
        Template::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(k, v)| format!("{k}: {}", self::template(v)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn expression(code: &Expression) -> String {
    let names: Vec<String> = code
        .script
        .names()
        .iter()
        .zip(&code.names)
        .map(|(free, name)| match name {
            NameRef::Variable(VariableRef { up, slot }) => format!("{}@{up}.{slot}", free.name),
            other => format!("{}:{other:?}", free.name),
        })
        .collect();
    let Position { line, column, .. } = code.position;
    format!("={:?}[{}]@{line}:{column}", code.script.source(), names.join(" "))
}
