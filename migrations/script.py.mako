"""${message}"""

from typing import Any

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels: Any = None
depends_on: Any = None

# Whether a server that does not know this revision works all the same: it leaves alone what that one reads and writes.
# If not, write False, and below it a sentence that older servers show: reason = "...".
expands = True


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
