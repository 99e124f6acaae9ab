import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "src/api/schema.d.ts", "public/", "*.config.*", "scripts/"] },
  tseslint.configs.strict,
  hooks.configs.flat.recommended,
  {
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // A page never talks HTTP by itself.
      "no-restricted-globals": ["error", { name: "fetch", message: "Use `read` and `send` of ~/api." }],
    },
  },
  { files: ["src/api/**", "e2e/**"], rules: { "no-restricted-globals": "off", "no-console": "off" } },
);
