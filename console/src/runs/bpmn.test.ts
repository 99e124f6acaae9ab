import { expect, it } from "vitest";
import { beside, callsWithin, elementOf, stepsOf } from "./bpmn";

const XML = `<?xml version="1.0"?>
<b:definitions xmlns:b="urn:b" id="Definitions"><b:process id="P">
  <b:startEvent id="Start_process"/>
  <b:serviceTask id="check" name="Check &amp; go"/>
  <b:exclusiveGateway id="large" name="Large"/>
  <b:boundaryEvent id="check_catch_1"/>
  <b:intermediateCatchEvent id="LinkFrom_large_1"/>
  <b:subProcess id="each" name="Each">
    <b:serviceTask id="each.buy" name="Buy"/><b:endEvent id="each.noted"/>
    <b:subProcess id="each_on_error_1" triggeredByEvent="true"><b:startEvent id="Start_each_on_error_1"/></b:subProcess>
  </b:subProcess>
  <b:sequenceFlow id="Flow_1"/>
</b:process></b:definitions>`;

it("knows the steps of a diagram and which stand beside one", () => {
  const steps = stepsOf(XML);
  expect(steps.map((step) => step.path)).toEqual(["check", "large", "each", "each/buy", "each/noted"]);
  expect(steps[0]).toEqual({ path: "check", name: "Check & go", calls: true });
  expect(beside(steps, "check").map((step) => step.path)).toEqual(["large", "each"]);
  expect(beside(steps, "each/buy").map((step) => step.path)).toEqual(["each/noted"]);
  expect(elementOf("each/buy")).toBe("each.buy");
  expect(["each", "each/buy", "each/noted", "large"].map((path) => callsWithin(steps, path))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
