// SPDX-License-Identifier: Apache-2.0
/** The look of MUI's controls: dense, calm, and in the colours of tokens.css. More of it is in controls.css, which is no script. */

import { createTheme, type Theme } from '@mui/material/styles';

export function createBulkheadTheme(options: { readonly isDark: boolean }): Theme {
  const { isDark } = options;
  return createTheme({
    palette: {
      mode: isDark ? 'dark' : 'light',
      primary: { main: isDark ? '#6cb2f2' : '#0b62a8' },
      error: { main: isDark ? '#ff8378' : '#b3261e' },
      warning: { main: isDark ? '#e6ac46' : '#935d00' },
      success: { main: isDark ? '#4fc08a' : '#1c7a4a' },
      background: { default: isDark ? '#11161d' : '#f4f6f8', paper: isDark ? '#1d2530' : '#ffffff' },
      text: { primary: isDark ? '#e3e9f0' : '#15202b', secondary: isDark ? '#9aa8b7' : '#56636f' },
      divider: isDark ? '#28313d' : '#dde2e8',
    },
    shape: { borderRadius: 6 },
    typography: {
      fontFamily: "'Inter Variable', sans-serif",
      fontSize: 13,
      htmlFontSize: 16,
      button: { textTransform: 'none', fontWeight: 550, letterSpacing: 0 },
    },
    components: {
      MuiButtonBase: {
        defaultProps: { disableRipple: true },
        styleOverrides: { root: { '&:focus-visible': { outline: '2px solid var(--accent)', outlineOffset: 1 } } },
      },
      MuiButton: {
        defaultProps: { size: 'small', disableElevation: true },
        styleOverrides: {
          root: {
            minWidth: 0,
            height: 30,
            padding: '0 12px',
            fontSize: 13,
            whiteSpace: 'nowrap',
            '&.MuiButton-outlined.MuiButton-colorInherit': { borderColor: 'var(--line-strong)' },
            '&[aria-disabled=true]': { opacity: 0.45, cursor: 'not-allowed' },
          },
        },
      },
      MuiIconButton: {
        defaultProps: { size: 'small' },
        styleOverrides: {
          root: {
            borderRadius: 6,
            padding: 5,
            color: 'var(--muted)',
            '&:hover': { color: 'var(--ink)' },
            '&[aria-disabled=true]': { opacity: 0.35, cursor: 'not-allowed' },
          },
        },
      },
      MuiSvgIcon: { defaultProps: { fontSize: 'small' } },
      MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
      MuiInputBase: { styleOverrides: { root: { fontSize: 13 }, input: { '&::placeholder': { opacity: 0.7 } } } },
      MuiInputLabel: { styleOverrides: { root: { fontSize: 13 } } },
      // More tabs than there is room for are reached by arrows at both ends.
      // Notifications have 1500, and must not cover what can be chosen.
      MuiMenu: { styleOverrides: { root: { zIndex: 1600 } } },
      MuiTabs: {
        defaultProps: { variant: 'scrollable', scrollButtons: 'auto' },
        // A button that comes while the list scrolls to the selected tab must not cover its end.
        styleOverrides: { scroller: { scrollPaddingInline: 60 } },
      },
      MuiAlert: { defaultProps: { variant: 'outlined' } },
      MuiCheckbox: { defaultProps: { size: 'small' } },
      MuiRadio: { defaultProps: { size: 'small' } },
    },
  });
}
