// WorkbenchViews
