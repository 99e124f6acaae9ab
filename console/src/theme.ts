import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e6f6f4",
  "#cfeae6",
  "#9fd6cf",
  "#6bc1b7",
  "#42afa3",
  "#279e92",
  "#128578",
  "#0f766e",
  "#0b625b",
  "#064c46",
];

const ink: MantineColorsTuple = [
  "#e6e9ec",
  "#c3c9cf",
  "#a4adb7",
  "#6f7a86",
  "#464f59",
  "#373e47",
  "#2b3138",
  "#1f2328",
  "#1a1e22",
  "#14171a",
];

/** Colours, type and sizes of everything; the numbers are those of the visual language in README.md. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, dark: ink },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "600" },
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "20px", xl: "32px" },
  defaultRadius: 6,
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "compact-md" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "sm" } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 100 } },
      styles: { title: { fontWeight: 600 } },
    },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 100 } } },
  },
});

/** Where Mantine's own choice is under 4.5:1 on our grounds. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#57616b",
    "--mantine-color-placeholder": "#68717b",
    "--mantine-color-error": "#b4002d",
    "--line": "#e2e5e9",
    "--ground": "#f6f7f9",
    "--hover": "#f1f4f6",
    "--chosen": "#e6f6f4",
  },
  dark: {
    "--mantine-color-dimmed": "#a4adb7",
    "--mantine-color-placeholder": "#8e99a4",
    "--mantine-color-error": "#ff8fa3",
    "--line": "#343b43",
    "--ground": "#191d21",
    "--hover": "#272d33",
    "--chosen": "#15393a",
  },
});
