"""Plans an installation under IIS: the steps, as text for people and as JSON for the scripts that execute them.

Nothing here imports anything but Python's own library and its neighbours, and nothing here changes the computer. So it
runs before anything is installed (from `planner.pyz`), and all that an installation decides is tested without Windows.
"""
