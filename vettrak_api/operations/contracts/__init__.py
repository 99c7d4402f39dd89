"""Operations about contracts of trainees."""
