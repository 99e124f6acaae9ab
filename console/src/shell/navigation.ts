import {
  IconCalendarClock,
  IconFileCode,
  IconHome,
  IconListDetails,
  IconPlayerPlay,
  IconShieldLock,
  type Icon,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import { defineTexts } from "~/texts";

export const texts = defineTexts(
  {
    home: "Home",
    start: "Run process",
    runs: "Runs",
    schedules: "Schedules",
    definitions: "Definitions",
    access: "Access",
  },
  {
    home: "Головна",
    start: "Запустити процес",
    runs: "Запуски",
    schedules: "Розклади",
    definitions: "Визначення",
    access: "Доступ",
  },
);

export type Place = {
  name: keyof (typeof texts)["en"];
  to: LinkProps["to"];
  icon: Icon;
};

/** What the rail shows, in groups. A page joins when it works, not before. */
export const PLACES: readonly (readonly Place[])[] = [
  [
    { name: "home", to: "/", icon: IconHome },
    { name: "start", to: "/start", icon: IconPlayerPlay },
    { name: "runs", to: "/runs", icon: IconListDetails },
    { name: "schedules", to: "/schedules", icon: IconCalendarClock },
  ],
  [
    { name: "definitions", to: "/definitions", icon: IconFileCode },
    { name: "access", to: "/access", icon: IconShieldLock },
  ],
];
