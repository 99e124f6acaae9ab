import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./app.css";
import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { nonce } from "./nonce";

// Dialogs hold the page still by a style element of their own.
setNonce(nonce());

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
