// SPDX-License-Identifier: Apache-2.0
/** The look of MUI's controls: dense, calm, and in the colours of tokens.css. */

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
            // The same for those that the browser turns off.
            '&.Mui-disabled': { opacity: 0.45 },
            '&.MuiButton-containedPrimary.Mui-disabled': {
              backgroundColor: 'var(--accent)',
              color: isDark ? 'var(--ground)' : 'var(--panel)',
            },
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
      // The gap for the label is as wide as the label: three quarters of the size of its letters.
      MuiOutlinedInput: { styleOverrides: { notchedOutline: { '& > legend': { fontSize: 13 * 0.75 } } } },
      MuiFormHelperText: { styleOverrides: { root: { marginLeft: 2, fontSize: 11.5 } } },
      MuiMenuItem: {
        // The reason for which one cannot be used has to be legible.
        styleOverrides: { root: { minHeight: 30, fontSize: 13, '&.Mui-disabled': { opacity: 0.62 } } },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiDialog: { styleOverrides: { paper: { border: '1px solid var(--line)', boxShadow: 'var(--shadow)' } } },
      MuiDialogTitle: { styleOverrides: { root: { fontSize: 16, fontWeight: 650, padding: '16px 20px 8px' } } },
      MuiDialogContent: { styleOverrides: { root: { paddingLeft: 20, paddingRight: 20 } } },
      MuiDialogActions: { styleOverrides: { root: { padding: '12px 20px 16px' } } },
      // More tabs than there is room for are reached by arrows at both ends.
      MuiTabs: {
        defaultProps: { variant: 'scrollable', scrollButtons: 'auto' },
        styleOverrides: { root: { minHeight: 38 } },
      },
      MuiTabScrollButton: { styleOverrides: { root: { width: 26, '&.Mui-disabled': { display: 'none' } } } },
      MuiTab: {
        styleOverrides: {
          root: {
            minHeight: 38,
            minWidth: 0,
            padding: '0 2px',
            marginRight: 22,
            fontSize: 13,
            '&:last-of-type': { marginRight: 0 },
            '@container (max-width: 700px)': { marginRight: 11 },
          },
        },
      },
      MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 3 } } },
      MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 5 } } },
      // What is seen of a box is in line with the fields above and below it.
      MuiFormControlLabel: { styleOverrides: { root: { marginLeft: -6 }, label: { fontSize: 13 } } },
      MuiToggleButton: {
        defaultProps: { size: 'small' },
        styleOverrides: {
          root: {
            padding: '2px 10px',
            color: 'var(--muted)',
            fontSize: 13,
            lineHeight: '22px',
            whiteSpace: 'nowrap',
            '&.Mui-selected': { color: 'var(--ink)' },
          },
        },
      },
      MuiLinearProgress: { styleOverrides: { root: { height: 4, borderRadius: 2 } } },
    },
  });
}
