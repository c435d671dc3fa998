import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['playwright-report/', 'test-results/', 'eslint.config.js', 'lighthouse/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // An arrow that gives back nothing is as good as one with braces.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A spec may say what it knows of a page; if it is wrong, it fails.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
);
