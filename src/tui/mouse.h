/**
 * @file tui/mouse.h  What the mouse does on every screen
 *
 * It is used if the setting "mouse" says so; keys do all that it does.
 */
#ifndef TUI_MOUSE_H
#define TUI_MOUSE_H

#include "tui/view.h"

press_h mouse_up;    /**< The wheel, some rows */
press_h mouse_down;  /**< The same, down */
press_h mouse_click; /**< A row is gone to, a key of the bar pressed */
press_h mouse_press; /**< Use the mouse from now on, or leave it */

#endif
