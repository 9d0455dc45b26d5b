/**
 * @file tui/form_rows.h  Opening, adding and removing rows on the form screen
 */
#ifndef TUI_FORM_ROWS_H
#define TUI_FORM_ROWS_H

#include "tui/view.h"

press_h form_press_enter; /**< Next field, a choice, or a row open or closed */
press_h form_press_esc;	  /**< Close the open row, else leave the form */
press_h form_press_add_row;
press_h form_press_remove_row;

why_not_h form_why_not_add;
why_not_h form_why_not_remove;

#endif
