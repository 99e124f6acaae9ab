import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconKeyOff,
  IconPlayerPause,
  type Icon,
} from "@tabler/icons-react";
import type { ConnectionState as State, NodeCircuit, RunStatus } from "~/api";
import { Tinted } from "~/components/status/Tinted";
import { useTexts } from "~/texts";
import { texts } from "./texts";

const LOOKS: Record<State, { as: RunStatus; icon: Icon }> = {
  ok: { as: "completed", icon: IconCheck },
  degraded: { as: "incident", icon: IconAlertTriangle },
  circuit_open: { as: "suspended", icon: IconPlayerPause },
  cannot_sign_in: { as: "failed", icon: IconKeyOff },
  not_used: { as: "created", icon: IconClock },
};

/** How a connection is: icon, word and tint. */
export function ConnectionState({ of, large }: { of: State; large?: boolean }) {
  const t = useTexts(texts);
  return <Tinted {...LOOKS[of]} word={t[of]} {...(large ? { large } : {})} />;
}

const CIRCUITS: Record<NodeCircuit["circuit"], { as: RunStatus; icon: Icon }> = {
  closed: { as: "completed", icon: IconCheck },
  open: { as: "suspended", icon: IconPlayerPause },
  half_open: { as: "waiting", icon: IconClock },
};

/** How a circuit stands. */
export function CircuitState({ of }: { of: NodeCircuit["circuit"] }) {
  const t = useTexts(texts);
  return <Tinted {...CIRCUITS[of]} word={t[of]} />;
}
