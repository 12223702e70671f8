DROP TABLE panel_history;
